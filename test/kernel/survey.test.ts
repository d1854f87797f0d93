import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

const wage = (memberNo: number, amountFen: number) => ({
  memberNo,
  source: 'tax',
  what: { income: 'wage', amountFen, per: 'month' },
});
const silentBank = { findings: [], statuses: [], unavailable: ['bank', 'marriage'] };

/** A case whose check was asked for; its visit is still to come. */
async function asked(): Promise<CaseId> {
  const caseId = await county.apply();
  await county.decide(caseId, 'accept', { outcome: 'accepted' });
  await county.decide(caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
  await county.decide(caseId, 'startCheck', { outcome: 'started' });
  await eventually('the report is expected', async () => expectedReport(caseId));
  return caseId;
}

const expectedReport = async (caseId: CaseId) =>
  Object.keys((await county.state(caseId)).expected).find((key) => key.includes('.checkReport'));

const reported = (caseId: CaseId, content: object) => county.fact(caseId, 'checkReport', content);

async function opinionOn(caseId: CaseId) {
  await county.opened(caseId, 'review');
  await expectSound(county, caseId);
  return (await county.state(caseId)).assessment;
}

describe('what check and visit establish', () => {
  it('a silent source proves nothing: the county asks again, and the whole report is relied on', async () => {
    const caseId = await asked();
    await reported(caseId, silentBank);
    await county.opened(caseId, 'completeCheck');
    await expectSound(county, caseId);
    expect((await county.state(caseId)).sourcesMissing).toBe(1); // marriage is no source that policy demands
    expect(await county.decide(caseId, 'completeCheck', { outcome: 'resend' })).toMatchObject({ kind: 'receipt' });
    expect(await eventually('asked again', () => expectedReport(caseId))).toBe('survey.1.checkReport.2');
    await county.decide(caseId, 'homeVisit', visit());
    await county.fact(caseId, 'checkReport', { findings: [wage(1, 60_000)] }, 'survey.1.checkReport' as Key);
    await county.decide(caseId, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '工资单为证' });
    expect(await opinionOn(caseId)).toMatchObject({ eligible: true, amountFen: 2 * 67_000 - 60_000 });
  });

  it('what paper says for a silent source is added to the report, and is a difference like any other', async () => {
    const caseId = await asked();
    await county.decide(caseId, 'homeVisit', visit());
    await reported(caseId, { ...silentBank, findings: [wage(1, 60_000)] });
    const deposit = { memberNo: 2, source: 'paper', what: { property: 'financial', amountFen: 10_000_000 } };
    await county.decide(caseId, 'completeCheck', {
      outcome: 'paperReport',
      reason: '银行书面证明',
      findings: [deposit],
    });
    for (const nth of [1, 2]) {
      const task = `survey.1.resolveDiscrepancy.${nth}` as Key;
      await county.decide(caseId, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '属实' }, { task });
    }
    await county.opened(caseId, 'objectToCheck');
    await expectSound(county, caseId);
    expect((await county.state(caseId)).assessment).toMatchObject({ eligible: false }); // 100,000 yuan for two
  });

  it('an income the visitors found is put against the declaration', async () => {
    const caseId = await asked();
    await reported(caseId, { findings: [] });
    const found = [{ memberNo: 1, what: { income: 'other', amountFen: 120_000, per: 'year' } }];
    await county.decide(caseId, 'homeVisit', { ...visit(), found });
    await county.decide(caseId, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '现场核实' });
    expect(await opinionOn(caseId)).toMatchObject({ eligible: true, amountFen: 87_200 - 10_000 });
  });

  it('a member found dead counts no longer, once the reviewer has resolved it so', async () => {
    const caseId = await asked();
    await county.decide(caseId, 'homeVisit', visit());
    const death = { memberNo: 2, source: 'death', status: 'death', on: '2026-11-02' };
    await reported(caseId, { findings: [], statuses: [death] });
    await county.decide(caseId, 'resolveDiscrepancy', { outcome: 'reportStands', reason: '火化证明' });
    expect(await opinionOn(caseId)).toMatchObject({ eligible: true, amountFen: 67_000 - 46_800 });
  });

  it('a report that contradicts the one relied on lets nothing be granted until the household is surveyed anew', async () => {
    const caseId = await asked();
    await county.decide(caseId, 'homeVisit', visit());
    await reported(caseId, { findings: [] });
    await opinionOn(caseId);
    await reported(caseId, { findings: [] }); // the same again is none
    await eventually('taken', async () => (await county.state(caseId)).open['review.1.review' as Key]?.version === 2);
    expect((await county.state(caseId)).reportUnweighed).toBeUndefined();
    await reported(caseId, { findings: [wage(2, 300_000)] });
    await eventually('contradicted', async () => (await county.state(caseId)).reportUnweighed);
    const grant = { outcome: 'proposeGrant', amountFen: 87_200 };
    expect(await county.decide(caseId, 'review', grant)).toEqual({ kind: 'refused', code: 'reportUnweighed' });
    await county.decide(caseId, 'review', { outcome: 'resurvey', reason: '新报告不一致' });
    await county.opened(caseId, 'startCheck');
    expect(await county.state(caseId)).toMatchObject({
      stage: 'survey',
      rounds: { survey: 2 },
    });
    await expectSound(county, caseId);
  });
});

describe('what is recorded of the time a case takes', () => {
  it('no visit is recorded that is still to come', async () => {
    const caseId = await asked();
    const tomorrow = { ...visit(), visitedAt: '2027-01-20T10:00:00+08:00' };
    expect(await county.decide(caseId, 'homeVisit', tomorrow)).toEqual({ kind: 'refused', code: 'dateInFuture' });
  });

  it('the procedure is extended on the ground recorded, and only once it runs', async () => {
    const caseId = await county.apply();
    const extended = { outcome: 'extended', ground: 'crossPlace', reason: '成员户籍在外地' };
    expect(await county.decide(caseId, 'extendProcedure', extended)).toEqual({
      kind: 'refused',
      code: 'nothingToExtend',
    });
    await county.decide(caseId, 'accept', { outcome: 'accepted' });
    expect(await county.decide(caseId, 'extendProcedure', extended)).toMatchObject({ kind: 'receipt' });
    await expectSound(county, caseId);
    const { rows } = await county.db.worker.query(
      `select data->>'ground' as ground, data->'days' as days from case_event where case_id = $1 and type = 'clockExtended'`,
      [caseId],
    );
    expect(rows).toEqual([{ ground: 'crossPlace', days: 45 }]);
  });
});
