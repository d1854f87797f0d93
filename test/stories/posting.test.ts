import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { yuan } from '../../src/domain/money.ts';
import { aCase } from '../support/aCase.ts';
import { visit } from '../support/decisions.ts';
import { ruralHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const objection = { outcome: 'objected', raisedBy: '匿名村民', reason: '称该户另有一处出租房' };

describe('an objection during the seven days (MCA-57 art. 19)', () => {
  it('leads to a new survey, a new opinion, and a new posting', async () => {
    const { clerk, reviewer, investigator2, officer } = town.people;
    const file = await aCase(town).posted();
    expect(await file.clock('posting')).toMatchObject({ dueOn: '2026-09-27', colour: 'green' });
    await town.lives('2026-09-23');
    await file.decides(clerk, 'objection', objection);
    expect((await file.now()).tasks.filter(({ standing }) => !standing)).toMatchObject([
      { kind: 'handleObjection', role: 'township_reviewer' },
    ]);
    expect(await file.certificate('posting')).toMatchObject({ verdict: 'onTime' });

    await file.decides(reviewer, 'handleObjection', { outcome: 'resurvey', reason: '入户核实出租房情况' });
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: ['i-3', 'i-4'] });
    await file.decides(investigator2, 'homeVisit', visit(['i-3', 'i-4'], '2026-09-23'));
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    await file.reaches('review');
    await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
    expect(await file.clock('posting')).toMatchObject({ dueOn: '2026-09-29', status: 'running' });
    await town.lives('2026-09-30');
    await file.decides(officer, 'confirm', { outcome: 'approved' });
    const stages = (await file.story()).filter((sentence) => /^(进入|发出初审|公示异议|处理公示)/.test(sentence));
    expect(stages).toEqual([
      '进入调查核对阶段',
      '进入初审阶段',
      '进入公示阶段',
      '发出初审公示',
      '公示异议：提出异议（《最低生活保障审核确认办法》第十九条）',
      '处理公示异议：重新调查（《最低生活保障审核确认办法》第十九条）',
      '进入调查核对阶段（第2次）',
      '进入初审阶段（第2次）',
      '进入公示阶段（第2次）',
      '发出初审公示',
      '进入审核确认阶段',
      '进入在享阶段',
    ]);
  });

  it('is not lost on a case that has parked meanwhile', async () => {
    const { clerk, reviewer } = town.people;
    const file = await aCase(town).posted();
    await file.decides(clerk, 'objection', objection);
    await file.parks();
    await file.decides(reviewer, 'handleObjection', { outcome: 'appraised', reason: '九人评议，八票同意' });
    await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
    expect(await file.now()).toMatchObject({ stage: 'posting' });
  });

  it('or to an appraisal, and where the county does not ask for a second posting, on to the confirmation', async () => {
    const { clerk, reviewer } = town.people;
    await town.sets('publicity.redo', false);
    const file = await aCase(town).posted();
    await file.decides(clerk, 'objection', objection);
    await file.decides(reviewer, 'handleObjection', { outcome: 'appraised', reason: '九人评议，八票同意，一票弃权' });
    await file.decides(reviewer, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
    expect(await file.now()).toMatchObject({ stage: 'confirmation' });
  });
});

describe('a standard of 632', () => {
  it('times three persons less 1,894 is 2.00: nothing is divided by persons on the way', async () => {
    await town.sets('dibao.standard.urban', { amountFen: yuan('632.00'), per: 'month' });
    const household = ruralHousehold({
      area: 'urban',
      incomes: [{ memberNo: 1, kind: 'wage', origin: '工资', amountFen: yuan('1894.00'), period: 'month' }],
    });
    const file = await aCase(town, household).underReview();
    expect((await file.now()).assessment).toEqual({ eligible: true, amountFen: 200 });
  });
});
