import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDailyRoot, takeDailyRoot } from '../../src/db/dailyRoots.ts';
import { personalData, sealedColumns } from '../../src/db/personalData.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { resealBatch } from '../../src/db/resealing.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { ListId } from '../../src/domain/keeping/list.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { type Archive, dangyang, openArchive } from '../support/archive.ts';
import { yuyang } from '../support/people.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

let archive: Archive;
beforeAll(async () => {
  archive = await openArchive();
});
afterAll(() => archive?.close());

it('every place in which persons stand is on the one list, and the database guards what a list destroys', async () => {
  const { rows } = await archive.county.db.owner.query<{ place: string }>(
    `select c.table_name || '.' || c.column_name as place
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and t.table_type = 'BASE TABLE' and (column_name like 'sealed%' or column_name like '%\\_hash')
        and column_name <> all($1)`,
    // Of chains; and of contents and commands as a whole, by which nobody is found who does not know them word for word.
    [['prev_hash', 'tip_hash', 'content_hash', 'body_hash']],
  );
  const known = personalData.filter(({ holds }) => holds !== 'clear').map(({ table, column }) => `${table}.${column}`);
  expect(rows.map(({ place }) => place).sort()).toEqual([...known].sort());

  const resealed = await archive.county.db.owner.query(
    `select tablename as "table" from pg_policies where policyname = 'resealed' order by 1`,
  );
  expect(resealed.rows.map(({ table }) => table)).toEqual(sealedColumns.map(({ table }) => table).sort());
  const guardedBy = async (trigger: string) => {
    const { rows } = await archive.county.db.owner.query<{ table: string }>(
      'select tgrelid::regclass::text as "table" from pg_trigger where tgname = $1 order by 1',
      [trigger],
    );
    return rows.map(({ table }) => table).sort();
  };
  const takenForOtherReasonsToo = ['aid_person', 'finding_text'];
  const touched = personalData
    .filter(({ destroyed: becomes }) => typeof becomes === 'string')
    .map(({ table }) => table);
  expect(await guardedBy('destroyed_from_a_list')).toEqual(
    [...new Set(touched)].filter((table) => !takenForOtherReasonsToo.includes(table)).sort(),
  );
  expect(await guardedBy('nothing_comes_after')).toEqual([...new Set(touched)].sort());
});

describe('the database itself', () => {
  let listId: ListId;
  let gone: CaseId;
  let there: CaseId;
  beforeAll(async () => {
    gone = await archive.anEndedFile('辛');
    there = await archive.anEndedFile('壬');
    await archive.yearsPass();
    listId = await archive.aReleasedList([gone]);
    await archive.destroy(listId);
  });

  it.each([
    [
      'approved by who proposed it',
      `update destruction_list set state = 'approved', approved_by = proposed_by, approved_at = now(), supervisors = 0 where state = 'proposed'`,
      'approved_by_another',
    ],
    [
      'released without those who supervise',
      `update destruction_list set state = 'released' where state = 'approved'`,
      'destruction_supervised',
    ],
  ])('refuses a list that is %s', async (_what, sql, constraint) => {
    const list = await archive.ordered('officer', { kind: 'propose', caseIds: [there] });
    if (constraint === 'destruction_supervised')
      await archive.ordered('leader', { kind: 'approve', listId: list, files: 1 });
    await expect(archive.intruder.query(sql)).rejects.toMatchObject({ constraint });
    await archive.ordered('leader', { kind: 'withdraw', listId: list });
  });

  it('refuses whatever takes away what is on file but from a released list, and gives the roles no other right', async () => {
    for (const [sql, constraint] of [
      ['delete from person where case_id = $1', 'destroyed_from_a_list'],
      ['update application set sealed = null where case_id = $1', 'destroyed_from_a_list'],
      [`update application set sealed = 'other' where case_id = $1`, 'destroyed_from_a_list'],
      ['update command set sealed = null where case_id = $1', 'destroyed_from_a_list'],
    ] as const)
      await expect(archive.county.db.worker.query(sql, [there]), sql).rejects.toMatchObject({ constraint });
    for (const sql of [
      'delete from person',
      'update application set sealed = null',
      'delete from destruction_item',
      'delete from keeping_hold',
    ])
      await expect(archive.county.db.api.query(sql), sql).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses that a destroyed file is gone on with: by its own journal, by a successor, by a paper', async () => {
    const refused = { constraint: 'destroyed_stays_destroyed' };
    await expect(
      archive.county.db.worker.query('update case_file set seq = seq + 1 where case_id = $1', [gone]),
    ).rejects.toMatchObject(refused);
    const successor = (columns: string, values: string) =>
      archive.intruder.query(
        `insert into application (case_id, case_number, programme, county, township, area, submitted_at, submitted_by, sealed, content_hash, members, ${columns})
         values ($1, 'C-again', 'dibao', $2, $3, 'urban', now(), 'x', 's', 'h', 1, ${values})`,
        [randomUUID(), dangyang, yuyang, gone],
      );
    await expect(successor('inherits, predecessor', `'{}', $4`)).rejects.toMatchObject(refused);
    await expect(successor('referred_from', '$4')).rejects.toMatchObject(refused);
    await expect(archive.brings(gone, '癸')).rejects.toMatchObject({ constraint: 'nothing_comes_after' });
    const [row] = (await archive.county.db.worker.query('select ended_as from case_file where case_id = $1', [gone]))
      .rows;
    expect(row.ended_as).toBe('withdrawn');
  });

  it('keys turn all the same: what was destroyed has nothing to seal anew', async () => {
    const fresh = { id: 'new', key: Buffer.alloc(32, 9) };
    const [toNew, back] = [
      fieldCipher([fresh, ...testKeys], testHashKey),
      fieldCipher([...testKeys, fresh], testHashKey),
    ];
    for (const ring of [toNew, back]) {
      for (const column of sealedColumns)
        for (let left = -1; left !== 0; )
          left = await inTransaction(archive.county.db.owner, (tx) => resealBatch(tx, ring, column));
      expect(await archive.verify()).toEqual([]);
    }
    expect(await archive.destroyed(gone)).toMatchObject({ listId });
  });
});

describe('verification, after an intruder with every right in the database', () => {
  let listId: ListId;
  let gone: CaseId;
  let there: CaseId;
  beforeAll(async () => {
    gone = await archive.anEndedFile('子');
    there = await archive.anEndedFile('丑');
    await archive.yearsPass();
    listId = await archive.aReleasedList([gone]);
    await archive.destroy(listId);
    await archive.ordered('leader', { kind: 'keepOn', caseId: there, reason: 'lawsuit', until: '2070-01-01' });
  });

  async function foundAfter(...sql: string[]) {
    await archive.intruder.query('begin');
    try {
      await archive.intruder.query(`set session_replication_role = replica`); // no trigger stands in the way of an intruder
      for (const each of sql)
        await archive.intruder.query(
          each.replaceAll('$gone', `'${gone}'`).replaceAll('$there', `'${there}'`).replaceAll('$list', `'${listId}'`),
        );
      return (await verifyAll(archive.intruder)).breaches;
    } finally {
      await archive.intruder.query('rollback');
    }
  }
  const ofThere = (seq: number, what: string) => ({ chain: `case:${there}`, seq, what });
  const missing = 'quotes a content that is missing';

  it('finds nothing where nothing was done', async () => expect(await foundAfter('select 1')).toEqual([]));

  it('finds a content that is missing and that no list has destroyed, at the event that quotes it', async () => {
    expect(await foundAfter('update application set sealed = null where case_id = $there')).toEqual([
      ofThere(1, missing),
    ]);
    const [{ seq }] = (
      await archive.county.db.worker.query(
        `select min(seq) as seq from case_event where case_id = $1 and type = 'taskDecided'`,
        [there],
      )
    ).rows;
    expect(await foundAfter('delete from command where case_id = $there')).toEqual([ofThere(seq, missing)]);
    expect(await foundAfter('update notice set sealed = null where case_id = $there')).toMatchObject([
      { what: missing },
    ]);
  });

  it('finds a mark that says destroyed where no list’s own journal does', async () => {
    const mark = `insert into destruction_item (list_id, case_id, case_number, county, division, ended_on, keep_until, destroyed_at, persons, contents, documents)
      select $list, case_id, case_number, county, township, '2026-01-01', '2029-01-01', now(), 2, 9, 1 from case_file where case_id = $there`;
    expect(
      await foundAfter(
        mark,
        'update application set sealed = null where case_id = $there',
        'delete from person where case_id = $there',
      ),
    ).toEqual([ofThere(1, 'is marked as destroyed, and no list says so'), ofThere(1, missing)]);
  });

  it('finds an event put into the list’s journal that does not follow', async () => {
    const event = `insert into destruction_event (list_id, county, seq, at, type, actor, data, key, prev_hash, hash)
      select list_id, county, seq + 1, at, 'destroyed', 'system', jsonb_build_object('caseId', $there::text), 'destroyed:' || $there::text, hash, hash
        from destruction_event where list_id = $list order by seq desc limit 1`;
    expect(await foundAfter(event)).toEqual([
      { chain: `destruction:${listId}`, seq: 7, what: 'altered, missing, reordered or inserted' },
      { chain: `destruction:${listId}`, seq: 7, what: 'is out of the order of a list' },
      ofThere(1, 'was destroyed, and what was on file of it is there'),
    ]);
  });

  it('finds what was destroyed and is there again, as after an older copy was put back', async () => {
    expect(await foundAfter(`update application set sealed = 'again' where case_id = $gone`)).toEqual([
      { chain: `case:${gone}`, seq: 1, what: 'was destroyed, and what was on file of it is there' },
    ]);
  });

  it('finds a hold that was taken away or moved, by the day’s root', async () => {
    await archive.inRecord(takeDailyRoot);
    const root = (await archive.inRecord((tx) => readDailyRoot(tx)))!;
    expect(root.tips.map(({ chain }) => chain)).toEqual(
      expect.arrayContaining([`holds:${dangyang}`, `destruction:${listId}`]),
    );
    const hold = `where case_id = $there`;
    expect(await foundAfter(`update keeping_hold set until = '2020-01-01' ${hold}`)).toMatchObject([
      { chain: `holds:${dangyang}`, what: 'its tip is not in it' },
    ]);
    expect(await foundAfter(`delete from keeping_hold ${hold}`)).toMatchObject([
      { chain: `holds:${dangyang}`, what: 'cut off before its recorded tip' },
    ]);
  });
});
