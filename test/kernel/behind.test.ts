import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { type County, startCounty } from '../support/county.ts';
import { expectSound } from '../support/invariants.ts';
import { factOfAnother } from './support/another.ts';
import { daysOn } from './support/days.ts';
import { caseAt, decided } from './support/places.ts';
import { journalOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

/** A case that waits for its report alone, and is behind a journal that has it. */
async function caseBehind(): Promise<CaseId> {
  const caseId = await caseAt(county, 'visited, the report still to come');
  await factOfAnother(county, caseId, 'checkReport', 'survey.1.checkReport' as Key);
  return caseId;
}

/** Caught up, it has gone on with the report to the review, each step of the way recorded once. */
async function expectCaughtUp(caseId: CaseId): Promise<void> {
  await county.opened(caseId, 'review');
  await stands(county, caseId);
  const types = (await journalOf(county, caseId)).map(({ type }) => type);
  expect(types.filter((type) => type === 'assessed')).toHaveLength(1);
  await expectSound(county, caseId);
  await decided(county, caseId, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
}

describe('a case that is behind its journal begins again from it', () => {
  it('when a decision is sent to it, and the decision is taken', async () => {
    const caseId = await caseBehind();
    await decided(county, caseId, 'registerComplaint', { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' });
    await expectCaughtUp(caseId);
  });

  it('when a decision is sent from a screen that shows more than it knows', async () => {
    const caseId = await caseAt(county, 'at the review');
    await factOfAnother(county, caseId, 'note');
    expect((await county.state(caseId)).open['review.1.review' as Key]).toMatchObject({ version: 2 });
    await decided(county, caseId, 'review', { outcome: 'proposeGrant', amountFen: 87_200 });
  });

  it('when a fact is told to it, and the fact is recorded', async () => {
    const caseId = await caseBehind();
    const factId = await county.fact(caseId, 'note');
    await expectCaughtUp(caseId);
    const facts = (await journalOf(county, caseId)).filter(({ key }) => key === `fact:${factId}`);
    expect(facts).toHaveLength(1);
  });

  it('when a clock of its own comes due', async () => {
    const caseId = await caseBehind();
    await county.clock.advance(daysOn(30));
    await expectCaughtUp(caseId);
  });

  it('when the same fact is told again, and nothing is recorded twice', async () => {
    const caseId = await caseBehind();
    const fact = (await journalOf(county, caseId)).at(-1)!;
    const factId = fact.key.slice('fact:'.length);
    for (let i = 0; i < 3; i++) await county.cases.tell(caseId, { factId, name: 'checkReport' });
    await expectCaughtUp(caseId);
    expect((await journalOf(county, caseId)).filter(({ key }) => key === fact.key)).toHaveLength(1);
  });
});
