import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordAnswer, type RecordRequest, recordActivities } from '../../activities/record.ts';
import { storeFact } from '../../src/db/inbox/facts.ts';
import { inTransaction } from '../../src/db/pool.ts';
import type { Draft } from '../../src/domain/case/events.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { policySource } from '../../src/policy/source.ts';
import { type County, startCounty } from '../support/county.ts';
import { expectSound } from '../support/invariants.ts';
import { testHashKey, testKeys } from '../support/worker.ts';
import { journalOf } from './support/snapshot.ts';

let county: County;
let record: (request: RecordRequest) => Promise<RecordAnswer>;
beforeAll(async () => {
  county = await startCounty({ worker: false });
  const cipher = fieldCipher(testKeys, testHashKey);
  ({ record } = recordActivities({ pool: county.db.worker, cipher, policy: policySource() }));
});
afterAll(() => county?.stop());

const opening: Draft[] = [
  { type: 'registered' },
  { type: 'clockStarted', key: 'intake.1.acceptanceClock' as Key, kind: 'acceptance' },
  { type: 'taskOpened', key: 'intake.1.accept' as Key, kind: 'accept', clock: 'acceptance' },
];

/** A case with its first three events, without a workflow behind it. */
async function registered(): Promise<CaseId> {
  const caseId = await county.apply();
  expect(await record({ caseId, expectedSeq: 0, key: 'enter:1:0', drafts: opening })).toMatchObject({ kind: 'stored' });
  return caseId;
}

async function storedNote(caseId: CaseId): Promise<{ key: string; drafts: Draft[] }> {
  const factId = randomUUID();
  const { township: division } = await county.state(caseId);
  await inTransaction(county.db.worker, (tx) =>
    storeFact(tx, {
      factId,
      caseId,
      division,
      name: 'note',
      factKey: '',
      source: 'test',
      sourceId: factId,
      payload: {},
      sealed: undefined,
      contentHash: 'h',
    }),
  );
  return { key: `fact:${factId}`, drafts: [{ type: 'factArrived', name: 'note', factId }] };
}

describe('a commit', () => {
  it('is made once under its key: asked again, the journal stands as it left it', async () => {
    const caseId = await registered();
    const before = await journalOf(county, caseId);
    const again = await record({ caseId, expectedSeq: 0, key: 'enter:1:0', drafts: opening });
    expect(again).toMatchObject({ kind: 'repeat', state: { seq: 3 } });
    expect(await journalOf(county, caseId)).toEqual(before);
  });

  it('asked again after more was recorded is overtaken, unless the asker knows of all of it', async () => {
    const caseId = await registered();
    const note = await storedNote(caseId);
    expect(await record({ caseId, expectedSeq: 3, ...note })).toMatchObject({ kind: 'stored', state: { seq: 4 } });
    expect(await record({ caseId, expectedSeq: 3, ...note })).toMatchObject({ kind: 'repeat' });
    expect(await record({ caseId, expectedSeq: 0, key: 'enter:1:0', drafts: opening })).toMatchObject({
      kind: 'overtaken',
      state: { seq: 4 },
    });
    expect(await record({ caseId, expectedSeq: 4, key: 'enter:1:0', drafts: opening })).toMatchObject({
      kind: 'repeat',
    });
    expect(await record({ caseId, expectedSeq: 0, ...note })).toMatchObject({ kind: 'overtaken' });
    await expectSound(county, caseId);
  });

  it('that does not know the journal to its tip is behind, and writes nothing', async () => {
    const caseId = await registered();
    const before = await journalOf(county, caseId);
    const note = await storedNote(caseId);
    for (const expectedSeq of [0, 2, 4])
      expect(await record({ caseId, expectedSeq, ...note })).toMatchObject({ kind: 'behind', state: { seq: 3 } });
    expect(await journalOf(county, caseId)).toEqual(before);
    const { rows } = await county.db.worker.query('select consumed_at from fact where case_id = $1', [caseId]);
    expect(rows).toEqual([{ consumed_at: null }]);
  });

  it('of a clock before its instant is early, and writes nothing of all it was to write', async () => {
    const caseId = await registered();
    const note = await storedNote(caseId);
    for (const type of ['clockWarned', 'clockPassed'] as const) {
      const drafts: Draft[] = [...note.drafts, { type, key: 'intake.1.acceptanceClock' as Key }];
      expect(await record({ caseId, expectedSeq: 3, key: `clock:1:${type}`, drafts })).toMatchObject({ kind: 'early' });
    }
    expect(await journalOf(county, caseId)).toHaveLength(3);
    await expectSound(county, caseId);
  });

  it('of twenty at once at one place of the journal, one is made; of twenty of one, one, and all know of it', async () => {
    const caseId = await registered();
    const notes = await Promise.all(Array.from({ length: 20 }, () => storedNote(caseId)));
    const answers = await Promise.all(notes.map((note) => record({ caseId, expectedSeq: 3, ...note })));
    expect(answers.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'behind')).toHaveLength(19);

    const same = await storedNote(caseId);
    const kinds = await Promise.all(notes.map(async () => (await record({ caseId, expectedSeq: 4, ...same })).kind));
    expect(kinds.sort()).toEqual([...Array(19).fill('repeat'), 'stored']);
    await expectSound(county, caseId);
  });

  it('that fails in the middle leaves nothing', async () => {
    const caseId = await registered();
    const note = await storedNote(caseId);
    const twice = opening.slice(2); // a task with an id there is already
    await expect(record({ caseId, expectedSeq: 3, key: note.key, drafts: [...note.drafts, ...twice] })).rejects.toThrow(
      'task_pkey',
    );
    expect(await journalOf(county, caseId)).toHaveLength(3);
    await expectSound(county, caseId);
  });

  it('says nothing of a fact that is not on file', async () => {
    const caseId = await registered();
    const factId = randomUUID();
    const drafts: Draft[] = [{ type: 'factArrived', name: 'note', factId }];
    expect(await record({ caseId, expectedSeq: 3, key: `fact:${factId}`, drafts })).toMatchObject({
      kind: 'stored',
      state: { seq: 3 },
    });
  });
});

describe('the journal', () => {
  it.each(['api', 'worker'] as const)('is never changed nor shortened by doudi_%s', async (role) => {
    const caseId = await registered();
    for (const statement of [
      `update case_event set actor = 'nobody' where case_id = $1`,
      'delete from case_event where case_id = $1',
    ])
      await expect(county.db[role].query(statement, [caseId])).rejects.toMatchObject({ code: '42501' });
    await expect(county.db[role].query('truncate case_event')).rejects.toMatchObject({ code: '42501' });
    expect(await journalOf(county, caseId)).toHaveLength(3);
  });
});
