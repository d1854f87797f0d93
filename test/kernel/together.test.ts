import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseClient } from '../../src/commands/caseClient.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import { type County, startCounty } from '../support/county.ts';
import { expectSound } from '../support/invariants.ts';
import { startIsolatedTemporal } from '../support/temporal.ts';
import { caseAt, decided } from './support/places.ts';
import { anotherRun, historyOf, journalOf, recorded, runOf, runsOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county?.stop());

const many = <T>(n: number, make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => make(i)));
const complaint = { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' };
const accept = 'intake.1.accept' as Key;

it('a decision and a fact in the same instant, 300 times: each is answered with its receipt, and recorded once', async () => {
  const sent: string[] = [];
  const decide: CaseClient['decide'] = async (...message) => {
    const answer = await county.cases.decide(...message);
    sent.push(answer.kind);
    return answer;
  };
  const cases = await many(10, () => caseAt(county, 'at the beginning of the survey'));
  await Promise.all(
    cases.map(async (caseId) => {
      for (let round = 1; round <= 30; round++) {
        const task = `complaints.${round}.registerComplaint` as Key;
        const [answer] = await Promise.all([
          county.decide(caseId, 'registerComplaint', complaint, { task, cases: { ...county.cases, decide } }),
          county.fact(caseId, 'note'),
        ]);
        expect(answer).toMatchObject({ kind: 'receipt' });
      }
    }),
  );
  expect(sent).toEqual(Array(300).fill('receipt')); // by the case itself: none had to be looked up after an error
  for (const caseId of cases) {
    await stands(county, caseId);
    const journal = await journalOf(county, caseId);
    expect(journal.filter(({ data }) => data.type === 'factArrived')).toHaveLength(30);
    expect(journal.filter(({ data }) => data.type === 'taskDecided' && data.kind === 'registerComplaint')).toHaveLength(
      30,
    );
    await expectSound(county, caseId);
  }
  const { rows } = await county.db.worker.query('select count(*)::int as n from fact where consumed_at is null');
  expect(rows).toEqual([{ n: 0 }]);
});

it('two officers at once: one decides, and the other is told that it is done', async () => {
  await many(12, async () => {
    const caseId = await caseAt(county, 'before acceptance');
    const answers = await Promise.all([
      county.decide(caseId, 'accept', { outcome: 'accepted' }, { officer: 'clerk-1', task: accept }),
      county.decide(
        caseId,
        'accept',
        { outcome: 'notAccepted', reason: '非本地户籍' },
        { officer: 'clerk-2', task: accept },
      ),
    ]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['receipt', 'refused']);
    expect(answers).toContainEqual({ kind: 'refused', code: 'taskNotOpen' });
    await expectSound(county, caseId);
  });
});

it('one officer’s key twice at once is one decision with one receipt', async () => {
  await many(12, async (i) => {
    const caseId = await caseAt(county, 'before acceptance');
    const send = () =>
      county.decide(caseId, 'accept', { outcome: 'accepted' }, { task: accept, idempotencyKey: `twice ${i}` });
    const [one, other] = await Promise.all([send(), send()]);
    expect(one).toMatchObject({ kind: 'receipt' });
    expect(other).toEqual(one);
    await expectSound(county, caseId);
  });
});

it('the same key again after the case has parked gives the same receipt; with another body it is refused', async () => {
  const caseId = await caseAt(county, 'before acceptance');
  const send = (reason: string, key: Key = accept, kind: 'accept' | 'review' = 'accept') =>
    county.decide(caseId, kind, { outcome: 'accepted', reason }, { task: key, idempotencyKey: 'after parking' });
  const receipt = await send('齐全');
  expect(receipt).toMatchObject({ kind: 'receipt' });
  await decided(county, caseId, 'startCheck', { outcome: 'started' });
  await anotherRun(county, caseId, await runOf(county, caseId));

  const before = await recorded(county, caseId);
  expect(await send('齐全')).toEqual(receipt);
  expect(await send('不齐')).toEqual({ kind: 'refused', code: 'idempotencyKeyReused' });
  expect(await recorded(county, caseId)).toEqual(before);
});

it('a case that is never left alone begins again before its history is long, and takes what comes meanwhile', async () => {
  const temporal = await startIsolatedTemporal(['limit.historyCount.suggestContinueAsNew=40']);
  const busy = await startCounty({ address: temporal.address });
  try {
    const cases = await many(3, () => caseAt(busy, 'at the beginning of the survey'));
    await Promise.all(
      cases.map(async (caseId) => {
        for (let round = 1; round <= 10; round++) {
          const task = `complaints.${round}.registerComplaint` as Key;
          const [answer] = await Promise.all([
            busy.decide(caseId, 'registerComplaint', complaint, { task }),
            busy.fact(caseId, 'note'),
            busy.fact(caseId, 'note'),
          ]);
          expect(answer).toMatchObject({ kind: 'receipt' });
        }
      }),
    );
    for (const caseId of cases) {
      expect(await runsOf(busy, caseId)).toBeGreaterThan(2);
      expect((await historyOf(busy, caseId)).length).toBeLessThan(100);
      expect((await journalOf(busy, caseId)).filter(({ type }) => type === 'factArrived')).toHaveLength(20);
      await expectSound(busy, caseId);
    }
  } finally {
    await busy.stop();
    await temporal.dispose();
  }
});
