import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstBreak, readJournal } from '../../src/db/case/journal.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { type County, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { eventually } from '../support/eventually.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

it('takes the family of the seed from its application to 872 yuan a month', async () => {
  const caseId = await county.apply();
  expect(await county.decide(caseId, 'accept', { outcome: 'accepted' })).toMatchObject({ kind: 'receipt' });
  expect(
    await county.decide(caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] }),
  ).toMatchObject({ kind: 'receipt' });
  expect(await county.decide(caseId, 'homeVisit', visit())).toMatchObject({ kind: 'receipt' });
  expect(await county.decide(caseId, 'startCheck', { outcome: 'started' })).toMatchObject({ kind: 'receipt' });
  await county.fact(caseId, 'checkReport', { findings: [] });
  await county.opened(caseId, 'review');
  const assessed = (await county.state(caseId)).assessment;
  expect(assessed).toMatchObject({ eligible: true, amountFen: 87_200 });
  expect(await county.decide(caseId, 'review', { outcome: 'proposeGrant', amountFen: 87_200 })).toMatchObject({
    kind: 'receipt',
  });
  await eventually('posted', async () => (await county.state(caseId)).stage === 'posting');
  await county.clock.advance(new Date('2026-12-10T01:00:00Z'));
  expect(await county.decide(caseId, 'confirm', { outcome: 'approved' })).toMatchObject({ kind: 'receipt' });
  await eventually('in benefit', async () => (await county.state(caseId)).stage === 'benefit');
  const journal = await inTransaction(county.db.worker, (tx) => readJournal(tx, caseId));
  expect(firstBreak(journal)).toBeUndefined();
});
