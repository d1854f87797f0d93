import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { type County, startCounty } from '../support/county.ts';
import { expectSound } from '../support/invariants.ts';
import { caseAt, decided, type Place, places } from './support/places.ts';
import { anotherRun, historyOf, journalOf, loseWorkflow, recorded, runOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

const cases = new Map<Place, CaseId>();

describe('a case whose workflow is gone stands where it stood, started from its id alone', () => {
  it.each(Object.keys(places) as Place[])('%s', async (place) => {
    const caseId = await caseAt(county, place);
    cases.set(place, caseId);
    const before = await recorded(county, caseId);
    await loseWorkflow(county, caseId);
    await stands(county, caseId);
    expect(await recorded(county, caseId)).toEqual(before);
  });
});

it('a decision brings a lost case back, and is not judged before the case knows where it stands', async () => {
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const caseId = await caseAt(county, 'before acceptance');
      await county.client.workflow.getHandle(caseWorkflowId(caseId)).terminate('lost, for a test');
      await decided(county, caseId, 'accept', { outcome: 'accepted' });
    }),
  );
});

it('a case that nobody asks for parks, small, and goes on from wherever it stood', async () => {
  const parked = [...cases].map(async ([place, caseId]) => {
    for (let nth = 1; nth <= 3; nth++) {
      await county.fact(caseId, 'note');
      await stands(county, caseId);
    }
    const before = await recorded(county, caseId);
    await anotherRun(county, caseId, await runOf(county, caseId));
    await stands(county, caseId);
    expect(await recorded(county, caseId), place).toEqual(before);
    const { length, carriedBytes } = await historyOf(county, caseId);
    expect(length, place).toBeLessThanOrEqual(10); // a longer one would park again, for ever
    expect(carriedBytes, place).toBeLessThan(2_200);

    await county.fact(caseId, 'note');
    await stands(county, caseId);
    expect(await journalOf(county, caseId), place).toHaveLength(before.journal.length + 1);
    await expectSound(county, caseId);
  });
  await Promise.all(parked);
  expect(parked.length).toBe(Object.keys(places).length);
});
