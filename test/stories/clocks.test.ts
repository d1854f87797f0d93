import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../src/domain/dibao/assess.ts';
import { yuan } from '../../src/domain/money.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const colourOf = async (file: CaseFile, kind: string) =>
  (await file.now()).tasks.find((task) => task.kind === kind)?.colour;

describe('the periods', () => {
  it('of an application accepted on 21 September 2026 end on the days of policy-facts §2.6', async () => {
    const file = await aCase(town).accepted();
    const ends = (await file.now()).clocks.map(({ kind, dueOn, limit: { length, unit }, left }) => [
      kind,
      `${length} ${unit}`,
      dueOn,
      left?.length,
    ]);
    expect(ends.sort()).toEqual([
      ['firstOpinion', '15 workingDays', '2026-10-19', 15],
      ['startCheck', '3 workingDays', '2026-09-24', 3],
      ['startSurvey', '3 workingDays', '2026-09-24', 3],
      ['wholeProcedure', '30 workingDays', '2026-11-09', 30],
    ]);
  });
});

describe('a period of law', () => {
  it('is extended to 45 working days once, on a ground that the certificate names', async () => {
    const { reviewer } = town.people;
    const file = await aCase(town).accepted();
    expect((await file.clock('wholeProcedure')).dueOn).toBe('2026-11-09');
    const extension = { outcome: 'extended', ground: 'hardToSurvey', reason: '户主长期住院，入户调查困难' };
    const task = await file.waitsFor('extendProcedure');
    await file.decides(reviewer, 'extendProcedure', extension);
    expect(await file.certificate('wholeProcedure')).toMatchObject({
      countedFrom: '2026-09-21',
      dueOn: '2026-11-30',
      extension: { ground: 'hardToSurvey', article: 'MCA-57 art. 22', length: 45 },
      verdict: 'running',
    });
    expect((await file.story()).at(-1)).toBe(
      '全程办理期限延长，至2026-11-30止：调查困难（《最低生活保障审核确认办法》第二十二条）',
    );
    expect(await file.tries(reviewer, 'extendProcedure', extension, { task })).toMatchObject({
      status: 409,
      code: 'taskNotOpen',
    });
  });

  it('warns two working days before its end, calls the supervisor when it passes, and proves that it was late', async () => {
    const { reviewer, officer, leader } = town.people;
    const file = await aCase(town).accepted();
    expect(await colourOf(file, 'startSurvey')).toBe('green');
    await town.lives('2026-09-22');
    expect(await colourOf(file, 'startSurvey')).toBe('yellow');
    expect(await file.certificate('startSurvey')).toMatchObject({
      dueOn: '2026-09-24',
      warnedAt: expect.stringMatching('2026-09-22T00:3'),
      verdict: 'running',
    });

    await town.lives('2026-09-25');
    expect(await colourOf(file, 'startSurvey')).toBe('red');
    const asked = (await file.now()).tasks.filter(({ standing }) => !standing).map(({ kind }) => kind);
    expect(asked).toEqual(['escalation', 'escalation', 'startCheck', 'startSurvey']); // a deadline that passes decides nothing
    const escalations = (await file.now()).tasks.filter(({ kind }) => kind === 'escalation');
    expect(escalations.map(({ role, about }) => [role, about])).toEqual([
      ['county_leader', { clock: 'startCheck' }],
      ['county_officer', { clock: 'startSurvey' }],
    ]);
    await file.decides(officer, 'escalation', { outcome: 'instructed', reason: '责成玉阳街道当日启动调查' });
    await file.decides(leader, 'escalation', { outcome: 'instructed', reason: '当日发起核对' });
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
    const { clockId, ...certificate } = await file.certificate('startSurvey');
    expect(certificate).toEqual({
      status: 200,
      caseNumber: file.caseNumber,
      kind: 'startSurvey',
      title: '启动调查',
      article: 'MCA-57 art. 15',
      ground: '最低生活保障审核确认办法（民发〔2021〕57号）第十五条',
      level: 'national',
      limit: { length: 3, unit: 'workingDays' },
      startedAt: expect.stringMatching('2026-09-21T01:0'),
      countedFrom: '2026-09-21',
      pauses: [],
      changes: [],
      dueOn: '2026-09-24',
      warnedAt: expect.stringMatching('2026-09-22T00:3'),
      passedAt: expect.stringMatching('2026-09-24T16:0'),
      endedAt: expect.stringMatching('2026-09-25T01:0'),
      verdict: 'late',
      calendar: 'cn-2025.1+cn-2026.1',
      provisional: false,
    });
  });

  it('stands still during the posting where the county says so, and the pause is in the certificate', async () => {
    await town.sets('limit.totalExcludesPublicity', true);
    const file = await aCase(town).posted();
    expect(await file.certificate('wholeProcedure')).toMatchObject({ verdict: 'paused' });
    expect(await file.clock('wholeProcedure')).toMatchObject({ status: 'paused', colour: null });
    await town.lives('2026-10-02');
    expect(await file.certificate('wholeProcedure')).toMatchObject({
      pauses: [{ reason: 'postingNotCounted', from: '2026-09-25', until: '2026-10-02' }],
      dueOn: '2026-11-17', // 30 working days without the three of the posting
      verdict: 'running',
    });
  });
});

describe('an explanation', () => {
  it('is repeated from what was stored with it alone, and gives the same fen, whatever the standard is by now', async () => {
    const file = await aCase(town).underReview();
    await town.sets('dibao.standard.urban', { amountFen: yuan('700.00'), per: 'month' });
    const { input, policyUsed, explanation, amountFen } = await file.get('explanation');
    expect(amountFen).toBe(87_200);
    const again = replay({ input, policyUsed });
    expect(again).toMatchObject({ ok: true, value: { amountFen: 87_200, explanation } });
  });
});
