import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesDue } from '../../src/commands/filesDue.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { ListId } from '../../src/domain/keeping/list.ts';
import { rebuild } from '../../src/upkeep/rebuild.ts';
import { caseAt } from '../kernel/support/places.ts';
import { cipher } from '../payments/support/households.ts';
import { type Archive, openArchive } from '../support/archive.ts';
import { runScript } from '../support/childProcess.ts';
import { seedHousehold, yuyang } from '../support/people.ts';
import { settingsOf } from '../support/settings.ts';

let archive: Archive;
beforeAll(async () => {
  archive = await openArchive();
});
afterAll(() => archive?.close());

describe('what keeps a file is found where it stands in the record', () => {
  let file: CaseId;
  beforeAll(async () => {
    file = await archive.anEndedFile('寅');
    await archive.yearsPass();
  });

  it.each([
    [
      'recoveryOpen',
      `insert into recovery_entry (recovery_id, case_id, division, posting, account, debit_fen, at) values ('r', $1, '', 'ordered', 'receivable', 100, now())`,
    ],
    ['recoveryOpen', `update case_file set state = state || '{"overpaidFen": 100}' where case_id = $1`],
    ['remedyOpen', `update case_file set state = state || '{"remedyPending": true}' where case_id = $1`],
    [
      'moneyUnderWay',
      `insert into payment_line (disbursement_id, county, division, case_id, component, month, part, period, amount_fen, subject, status, account_id, planned_at)
       values ('420582000000:2026-10', '420582000000', '', $1, 'base', '2026-10-01', 1, '2026-10-01', 100, 's', 'ordered', gen_random_uuid(), now())`,
    ],
    [
      'moneyUnderWay',
      `insert into instant_transfer (transfer_id, case_id, division, amount_fen, purpose, sealed, content_hash, planned_at) values ('t', $1, '', 100, 'p', 's', 'h', now())`,
    ],
    [
      'moneyOwed',
      `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, month_to, fen_per_month, certificate, granted_at)
       values ('e', $1, '', '', 'base', '2026-10-01', '2026-11-01', 100, 'c', now())`,
    ],
    [
      'unanswered',
      `insert into command (command_id, actor, key, body_hash, kind, case_id, division, task_id, content_hash, created_at) values (gen_random_uuid(), 'a', 'k', 'h', 'decide', $1, '', 't', 'h', now())`,
    ],
    [
      'unanswered',
      `insert into fact (fact_id, case_id, division, name, fact_key, source, source_id, content_hash, received_at) values (gen_random_uuid(), $1, '', 'n', '', 's', 'i', 'h', now())`,
    ],
    [
      'unanswered',
      `insert into outbox (outbox_id, case_id, division, effect, payload, created_at) values ('o', $1, '', 'sendMessage', '{}', now())`,
    ],
    [
      'successorDepends',
      `insert into application (case_id, case_number, programme, county, township, area, submitted_at, submitted_by, sealed, content_hash, members, predecessor, inherits)
       values (gen_random_uuid(), 'S-1', 'dibao', '420582000000', '420582001000', 'urban', now(), 'x', 's', 'h', 1, $1, '{}')`,
    ],
  ] as const)('%s', async (why, sql) => {
    const { intruder, county } = archive;
    await intruder.query('begin');
    try {
      await intruder.query('set local session_replication_role = replica'); // the row alone, without what would belong to it
      await intruder.query(sql, [file]);
      const [found] = await filesDue(intruder, county.deps.policy, { caseIds: [file] });
      expect(found?.keptBy).toEqual([why]);
    } finally {
      await intruder.query('rollback');
    }
    expect((await archive.due()).find(({ caseId }) => caseId === file)?.keptBy).toEqual([]);
  });
});

describe('a list that is released', () => {
  it.each([
    ['in the middle of its second file', 'delete from bank_account', 2, 1],
    ['when the bytes of a paper are gone and nobody has noted it', 'update document set removed_at', 1, 3],
    ['just before it says that all is done', 'update destruction_list set state', 1, 3],
  ])('is carried out whole, also by who comes after one that was killed %s', async (_where, dies, nth, already) => {
    const files = [await archive.anEndedFile('甲'), await archive.anEndedFile('乙'), await archive.anEndedFile('丙')];
    await archive.yearsPass();
    const listId = await archive.aReleasedList(files);
    const killed = runScript('test/support/destroyerProcess.ts', {
      DATABASE: archive.county.db.urls.worker,
      DOCUMENTS: archive.directory,
      LIST: listId,
      DIES_BEFORE: dies,
      NTH: String(nth),
    });
    expect(await killed.ended()).toBeNull();
    expect(killed.output()).not.toContain('done');
    const then = await Promise.all(files.map(archive.destroyed));
    expect(then.filter(Boolean)).toHaveLength(already);
    expect(await archive.verify()).toEqual([]);

    await Promise.all([archive.destroy(listId), archive.destroy(listId)]); // and by two at once
    await archive.destroy(listId);
    for (const caseId of files)
      expect(await archive.destroyed(caseId)).toMatchObject({ listId, persons: 2, documents: 1 });
    const types = (await archive.journalOf(listId)).map(({ type }) => type);
    const all = ['proposed', 'approved', 'supervised', 'supervised', 'destroyed', 'destroyed', 'destroyed', 'done'];
    expect(types).toEqual(all);
    const { rows } = await archive.county.db.worker.query(
      'select sha256, removed_at from document where case_id = any($1::uuid[])',
      [files],
    );
    for (const { sha256, removed_at } of rows)
      expect([await archive.documents.has(sha256), removed_at]).toEqual([false, expect.any(Date)]);
    expect(await archive.verify()).toEqual([]);
    expect(await rebuild(archive.county.db.owner, { check: true })).toMatchObject({ differing: [], broken: [] });
  });

  it('leaves a file alone that something has come to keep since, and says why; nobody takes off what is destroyed', async () => {
    const [kept, held, gone] = [
      await archive.anEndedFile('丁'),
      await archive.anEndedFile('戊'),
      await archive.anEndedFile('己'),
    ];
    await archive.yearsPass();
    const listId = await archive.aReleasedList([kept, held, gone]);
    await archive.intruder.query(
      `insert into register_batch (batch_id, content_hash, received_at, rows, refused) values ('b-1', 'h', now(), 1, '[]')`,
    );
    await archive.intruder.query(
      `insert into person_flag (case_id, division, member_no, flag, since, batch_id, row_id, reference, reported_at)
       values ($1, $2, 1, 'death', '2026-01-01', 'b-1', 'r-1', 'r-1', now())`,
      [kept, yuyang],
    );
    const until = '2060-01-01';
    await archive.ordered('leader', { kind: 'keepOn', caseId: held, reason: 'lawsuit', until });
    await archive.destroy(listId);
    expect(await Promise.all([kept, held, gone].map(archive.destroyed))).toEqual([
      undefined,
      undefined,
      expect.anything(),
    ]);
    const off = (await archive.journalOf(listId))
      .filter(({ type }) => type === 'takenOff')
      .map(({ actor, data }) => [actor, data]);
    expect(off).toEqual([
      ['leader', { caseId: held, why: 'onHold' }],
      ['system', { caseId: kept, why: 'matchUnsettled' }],
    ]);
    expect(await archive.orders('leader', { kind: 'keepOn', caseId: gone, reason: 'lawsuit', until })).toMatchObject({
      ok: false,
      refusal: { code: 'caseDestroyed' },
    });
    expect((await archive.due()).find(({ caseId }) => caseId === held)).toMatchObject({
      keptBy: ['onHold'],
      heldUntil: until,
    });
    expect(await archive.orders('officer', { kind: 'propose', caseIds: [kept] })).toMatchObject({
      refusal: { code: 'fileIsKept', files: [{ caseId: kept, keptBy: ['matchUnsettled'] }] },
    });
    expect(await archive.verify()).toEqual([]);
  });
});

it('what somebody decided to keep on, a county officer keeps longer and not shorter; the leader does both', async () => {
  const caseId = await archive.anEndedFile('辰');
  const keeps = (by: string, until: string) => archive.orders(by, { kind: 'keepOn', caseId, reason: 'lawsuit', until });
  expect(await keeps('leader', '2090-01-01')).toMatchObject({ ok: true });
  expect(await keeps('officer', '2089-12-31')).toMatchObject({ refusal: { code: 'holdShortened' } });
  expect(await keeps('officer', '2091-01-01')).toMatchObject({ ok: true });
  expect(await keeps('leader', '2089-12-31')).toMatchObject({ ok: true });
});

it('an order sent twice is carried out once; a list is withdrawn before it is released, and its files are free again', async () => {
  const file = await archive.anEndedFile('庚');
  await archive.yearsPass();
  const key = randomUUID();
  const first = await archive.orders('officer', { kind: 'propose', caseIds: [file] }, key);
  expect(await archive.orders('officer', { kind: 'propose', caseIds: [file] }, key)).toEqual(first);
  expect(await archive.orders('officer', { kind: 'propose' }, key)).toMatchObject({
    refusal: { code: 'idempotencyKeyReused' },
  });
  const listId = (first as { value: ListId }).value;
  await archive.ordered('leader', { kind: 'approve', listId, files: 1 });
  await archive.ordered('leader', { kind: 'withdraw', listId });
  expect(await archive.orders('finance', { kind: 'supervise', listId, files: 1 })).toMatchObject({
    refusal: { code: 'listMovedOn' },
  });
  await archive.destroy(listId);
  expect(await archive.destroyed(file)).toBeUndefined();
  expect((await archive.due()).find(({ caseId }) => caseId === file)).toMatchObject({ keptBy: [] });
});

it('the commands of the county’s IT person know a destroyed file as destroyed, and list it no more', async () => {
  const { county, directory } = archive;
  const caseId = await caseAt(county, 'at the review');
  await county.decide(caseId, 'withdraw', { outcome: 'withdrawn', reason: '测试' });
  await archive.yearsPass();
  const doudi = async (...args: string[]) => {
    const settings = settingsOf(county.db, { taskQueue: county.taskQueue, directory });
    const command = runScript('src/cli.ts', { ...settings, DOCUMENTS_DIR: directory }, args);
    return { code: await command.ended(), said: command.output() };
  };
  const { caseNumber } = (await archive.due()).find((file) => file.caseId === caseId)!;
  expect((await doudi('archive')).said).toContain(caseNumber);
  await archive.destroy(await archive.aReleasedList([caseId]));

  expect((await doudi('archive')).said).not.toContain(caseNumber);
  expect(await doudi('explain', caseId)).toEqual({
    code: 0,
    said: expect.stringContaining('its inputs were destroyed 测算依据已依清册销毁'),
  });
  const out = join(directory, 'destroyed.zip');
  expect(await doudi('export', caseId, '--out', out, '--by', '420582-0009', '--reason', '上级抽查')).toMatchObject({
    code: 0,
  });
  expect(await doudi('audit', 'verify', '--file', out)).toEqual({
    code: 0,
    said: expect.stringContaining('its contents were destroyed at'),
  });
  expect(await doudi('audit', 'verify')).toMatchObject({ code: 0 });
  expect(await doudi('rebuild', '--check')).toMatchObject({ code: 0 });
  expect(await doudi('recover')).toMatchObject({ code: 0, said: expect.stringContaining('0 cases') });
});

it('a paper that a file still on hand has, too, keeps its bytes', async () => {
  const [gone, stays] = [await archive.anEndedFile('同'), await archive.anEndedFile('同')];
  await archive.yearsPass();
  await archive.destroy(await archive.aReleasedList([gone]));
  const sha256 = await archive.brings(stays, '同');
  expect(await archive.documents.has(sha256)).toBe(true);
  await archive.destroy(await archive.aReleasedList([stays]));
  expect(await archive.documents.has(sha256)).toBe(false);
});

it('whoever applies again is somebody new: the record does not know the person', async () => {
  const household = seedHousehold();
  const first = await archive.county.apply(household);
  await archive.county.decide(first, 'withdraw', { outcome: 'withdrawn', reason: '测试' });
  await archive.yearsPass();
  await archive.destroy(await archive.aReleasedList([first]));
  const again = await archive.county.apply(household);
  const { rows } = await archive.county.db.worker.query('select case_id from person_claim where id_number_hash = $1', [
    cipher.keyedHash(household.members[0]!.idNumber),
  ]);
  expect(rows).toEqual([{ case_id: again }]);
});
