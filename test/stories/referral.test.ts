import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
afterAll(() => town?.close());

const reason = '情况已核实';
const burnt = { name: '示例戊', idNumber: idNumber('1985-06-20') };
const emergency = async (caseId: string) =>
  (await town.window.get(town.people.duty1, `/v1/emergencies/${caseId}`)).json();

describe('an emergency that is none', () => {
  it('is sent on to the window of dibao, which opens a file from the papers that are there; nobody applies again', async () => {
    const { people } = town;
    const file = await town.reports(fireAtNight({ person: burnt }));
    await file.uploads(people.clerk, '207');
    const refers = { outcome: 'notEmergency', to: 'dibao', reason: '长期无收入，无突发情形' };
    await file.decides(people.officer, 'answerForTownship', refers);

    // The case keeps an owner until it is answered, and its people know where their matter is.
    expect((await file.now()).endedAs).toBeNull();
    const task = await file.waitsFor('answerReferral');
    expect(task).toMatchObject({ role: 'township_clerk', about: { to: 'dibao' } });
    expect(await file.clock('answerReferral')).toMatchObject({ limit: { length: 5, unit: 'workingDays' } });
    expect((await emergency(file.caseId)).referrals).toMatchObject([{ to: 'dibao', stands: 'open' }]);
    expect(await file.letter('referral')).toMatch(
      /示例戊：你反映的困难属于最低生活保障的办理范围，已由本窗口转介，不需另行申请。/,
    );

    const application = { area: 'urban', incomes: [], deductions: [], property: [] };
    const opens = (more: object) => ({ outcome: 'opened', application: { ...application, ...more } });
    expect(await file.tries(people.clerk, 'answerReferral', opens({}))).toMatchObject({
      ...{ status: 422, errors: [{ at: '/application', message: expect.stringContaining('consent') }] },
    });
    await file.decides(
      people.clerk,
      'answerReferral',
      opens({ consent: { signedOn: await town.today(), signedBy: 'self' } }),
    );

    const now = await emergency(file.caseId);
    expect(now).toMatchObject({ endedAs: 'notEmergency', referrals: [{ to: 'dibao', stands: 'opened' }] });
    const [opened] = now.referredFiles;
    const dibao = await town.findsFile(opened.caseNumber);
    await dibao.waitsFor('accept');
    expect(await dibao.now()).toMatchObject({
      ...{ programme: 'dibao', referredFrom: { caseNumber: file.caseNumber }, applicant: { name: '示例戊' } },
    });
    expect((await dibao.get('documents')).items).toMatchObject([{ code: '207' }]);
    expect(await file.story()).toContain(`转介立案，案号${opened.caseNumber}`);
  });

  it('is opened nowhere else: not without knowing who it is, and not for a person who has applied', async () => {
    const { people } = town;
    const unknown = await town.reports();
    await unknown.decides(people.officer, 'answerForTownship', { outcome: 'notEmergency', to: 'dibao', reason });
    const consent = { signedOn: await town.today(), signedBy: 'self' };
    const application = { area: 'urban', incomes: [], deductions: [], property: [], consent };
    const opens = { outcome: 'opened', application };
    expect(await unknown.tries(people.clerk, 'answerReferral', opens)).toMatchObject({ status: 422 });

    const known = await town.reports(fireAtNight({ person: burnt }));
    await known.decides(people.officer, 'answerForTownship', { outcome: 'notEmergency', to: 'dibao', reason });
    expect(await known.tries(people.clerk, 'answerReferral', opens)).toMatchObject({
      ...{ status: 422, errors: [{ message: expect.stringContaining('open application') }] },
    });
    for (const file of [unknown, known]) {
      await file.decides(people.clerk, 'answerReferral', { outcome: 'taken', number: 'DD-420582-2026-000009' });
      expect((await file.now()).endedAs).toBe('notEmergency');
    }
  });

  it('declined there is sent on again, and who does not answer in time is called by the county', async () => {
    const { people } = town;
    const file = await town.reports();
    await file.decides(people.officer, 'answerForTownship', { outcome: 'notEmergency', to: 'temporaryAid', reason });
    await town.lives(addDays(await town.today(), 10));
    expect(await file.waitsFor('escalation')).toMatchObject({
      role: 'county_officer',
      about: { clock: 'answerReferral' },
    });
    await file.decides(people.clerk, 'answerReferral', { outcome: 'declined', reason: '属住院费用', to: 'medicalAid' });
    expect(await file.waitsFor('recordAnswer')).toMatchObject({ role: 'county_officer', about: { to: 'medicalAid' } });
    await file.decides(people.officer, 'recordAnswer', { outcome: 'taken', number: 'YJ〔2026〕12号' });
    expect((await emergency(file.caseId)).referrals).toMatchObject([
      { to: 'temporaryAid', stands: 'declined' },
      { to: 'medicalAid', stands: 'taken', number: 'YJ〔2026〕12号' },
    ]);
    expect((await file.now()).endedAs).toBe('notEmergency');
  });
});

describe('a matter for temporary aid', () => {
  const spent = { since: '2026-08-03', spentFen: 600_000, coveredFen: 100_000 };
  const need = { cause: 'illness', at: 'residence', ...spent };

  it('that was no emergency is opened from its papers with the need, which neither says by itself', async () => {
    const { people } = town;
    const file = await town.reports(fireAtNight({ person: burnt }));
    await file.decides(people.officer, 'answerForTownship', { outcome: 'notEmergency', to: 'temporaryAid', reason });
    const consent = { signedOn: await town.today(), signedBy: 'self' };
    const tries = (application: object) =>
      file.tries(people.clerk, 'answerReferral', { outcome: 'opened', application });
    expect(await tries({ consent, need })).toMatchObject({ status: 422, errors: [{ at: '/application/area' }] });
    expect(await tries({ consent, area: 'urban' })).toMatchObject({
      status: 422,
      errors: [{ at: '/application/need' }],
    });
    expect(await tries({ consent, area: 'urban', need: { ...need, since: '2027-01-01' } })).toMatchObject({
      ...{ status: 422, errors: [{ at: '/application/need/since' }] },
    });
    const application = { consent, area: 'urban', need };
    await file.decides(people.clerk, 'answerReferral', { outcome: 'opened', application });
    const { referrals, referredFiles } = await emergency(file.caseId);
    expect(referrals).toMatchObject([{ to: 'temporaryAid', stands: 'opened' }]);
    const opened = await town.findsFile(referredFiles[0].caseNumber);
    await opened.waitsFor('accept');
    expect(await opened.now()).toMatchObject({
      ...{ programme: 'temporary', referredFrom: { caseNumber: file.caseNumber }, applicant: { name: burnt.name } },
    });
  });

  it('after a refused dibao is opened from the application: the family declares no more than what it had to bear', async () => {
    const { people } = town;
    const file = await aCase(town).underReview();
    await file.decides(people.reviewer, 'review', { outcome: 'proposeRefusal', reason: '收入高于标准' });
    await file.decides(people.officer, 'confirm', { outcome: 'refused', reason: '收入高于标准' });
    await file.decides(people.clerk, 'deliverRefusal', {
      ...{
        outcome: 'delivered',
        deliveredOn: await town.today(),
        method: 'inPerson',
        documents: [],
        to: 'temporaryAid',
      },
    });
    await file.decides(people.clerk, 'answerReferral', { outcome: 'opened', application: { need } });
    const { endedAs, members, referredFiles } = await file.now();
    expect(endedAs).toBe('refused');
    expect(referredFiles[0]!.caseNumber).toMatch(/^LS-/);
    const opened = await town.findsFile(referredFiles[0]!.caseNumber);
    await opened.waitsFor('accept');
    expect(await opened.now()).toMatchObject({ programme: 'temporary', members, applicant: { name: '测试甲' } });
    expect(await opened.now()).toMatchObject({ referredFrom: { caseNumber: file.caseNumber, programme: 'dibao' } });
  });
});

describe('an application', () => {
  it('whose family is in need now is an emergency at once, with hours of its own', async () => {
    const { people } = town;
    const file = await town.apply();
    const { members } = await file.now();
    const content = {
      kind: 'suddenIllness',
      place: '示例小区3栋',
      reason: '申请人突发急病，无力缴费',
      persons: 1,
      documents: [],
    };
    await file.decides(people.clerk, 'referOn', { outcome: 'emergency', ...content });
    const { referredFiles, stage } = await file.now();
    expect([stage, members]).toEqual(['intake', seedHousehold().members.length]);
    const urgent = await town.findsFile(referredFiles[0]!.caseNumber);
    await urgent.waitsFor('answerForTownship');
    expect(await emergency(urgent.caseId)).toMatchObject({
      report: { kind: 'suddenIllness', person: { name: seedHousehold().members[0]!.name } },
      referredFrom: { caseNumber: file.caseNumber, programme: 'dibao' },
    });
    await file.decides(people.clerk, 'withdraw', { outcome: 'withdrawn', reason, documents: [] });
  });

  it('sent on to several at once is answered by each in its own time, the last first if it likes', async () => {
    const { people } = town;
    const file = await town.apply();
    const sendsOn = (to: string) =>
      file.decides(people.clerk, 'referOn', { outcome: 'referred', to, reason, documents: [] });
    await sendsOn('medicalAid');
    await sendsOn('temporaryAid');
    await sendsOn('disabilitySubsidy');
    const tasks = await file.waitsForAll('recordAnswer');
    expect(tasks.map(({ about }) => about.to).sort()).toEqual(['disabilitySubsidy', 'medicalAid']);
    const letters = (await file.get('notices')).items.filter(({ kind }: { kind: string }) => kind === 'referral');
    expect(letters).toHaveLength(3);
    expect(await file.letter('referral')).toContain('残疾人两项补贴');
    await file.parks();

    const last = tasks.find(({ about }) => about.to === 'disabilitySubsidy')!;
    const taken = { outcome: 'taken', number: 'CJ〔2026〕3号' };
    expect((await file.tries(people.officer, 'recordAnswer', taken, { task: last })).status).toBe(200);
    const need = { cause: 'illness', at: 'residence', since: '2026-08-03', spentFen: 600_000, coveredFen: 100_000 };
    await file.decides(people.clerk, 'answerReferral', { outcome: 'opened', application: { need } });
    const { referrals, referredFiles } = await file.now();
    expect(referrals).toMatchObject([
      { to: 'medicalAid', stands: 'open' },
      { to: 'temporaryAid', stands: 'opened' },
      { to: 'disabilitySubsidy', stands: 'taken', number: 'CJ〔2026〕3号' },
    ]);
    expect(referredFiles).toMatchObject([{ programme: 'temporary' }]);
    const own = await file.waitsFor('recordAnswer');
    expect(own.clock).toContain('recordAnswerClock.1');
    await file.decides(people.officer, 'recordAnswer', { outcome: 'declined', reason: '不符合条件' });
    await file.decides(people.clerk, 'withdraw', { outcome: 'withdrawn', reason, documents: [] });
    expect((await file.now()).endedAs).toBe('withdrawn');
  });

  it('withdrawn while a referral is open ends when that side has answered', async () => {
    const { people } = town;
    const file = await town.apply();
    await file.decides(people.clerk, 'referOn', {
      outcome: 'referred',
      to: 'disabilitySubsidy',
      reason,
      documents: [],
    });
    await file.waitsFor('recordAnswer');
    await file.decides(people.clerk, 'withdraw', { outcome: 'withdrawn', reason, documents: [] });
    expect(await file.now()).toMatchObject({ endedAs: null, referrals: [{ stands: 'open' }] });
    await file.parks();
    await file.decides(people.officer, 'recordAnswer', { outcome: 'declined', reason: '不符合条件' });
    expect((await file.now()).endedAs).toBe('withdrawn');
  });

  it('handed in at another township’s window is taken, and passed on with the day it was handed in', async () => {
    const { people, window } = town;
    const neighbour = { ...people.clerk, officer: '420582-0031', division: '420582101000' };
    const household = { ...seedHousehold(), township: people.clerk.division };
    const key = randomUUID();
    const answer = await window.post(neighbour, '/v1/applications', household, { 'idempotency-key': key });
    expect(answer.statusCode, answer.body).toBe(201);
    const again = await window.post(neighbour, '/v1/applications', household, { 'idempotency-key': key });
    expect(again.json()).toEqual(answer.json());
    const file = await town.findsFile(answer.json().caseNumber);
    await file.waitsFor('accept');
    expect(await file.clock('acceptance')).toMatchObject({ status: 'running' });
    expect((await window.get(neighbour, `/v1/cases/${file.caseId}`)).statusCode).toBe(404);
    const [registered] = (await file.get('journal')).items;
    expect(registered.data).toMatchObject({ handedInAt: neighbour.division, township: people.clerk.division });
    await file.decides(people.clerk, 'withdraw', { outcome: 'withdrawn', reason, documents: [] });
  });
});
