import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import type { HandedIn } from '../../src/domain/application.ts';
import { addDays, addMonths, addMonthsToDate } from '../../src/domain/calendar.ts';
import { coverOf, verifyCase } from '../../src/proof/verifyCase.ts';
import { explain } from '../../src/upkeep/explain.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { cipher } from '../payments/support/households.ts';
import { aCase } from '../support/aCase.ts';
import type { Account } from '../support/api.ts';
import { type Canaries, found, openedInTheDatabase, placesInTheDatabase } from '../support/canary.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/lookAt.ts';
import { colleagueOf } from '../support/officials.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

/** Somebody who does not exist, marked so that it would be recognised anywhere. */
const canaries = {
  name: '示例金丝雀',
  child: '示例白灵雀',
  idNumber: idNumber('1971-07-17'),
  account: '6200000099887766554',
  illness: '雀盲综合征',
} satisfies Canaries;

const pdf = Buffer.from('%PDF-1.7\n示例甲的诊断证明\n%%EOF');

let town: Town;
let benefit: CaseFile;
let _withdrawn: CaseFile;
let contested: CaseFile;
let documentId: string;
let household: HandedIn;
let listId: string;

const post = async (account: Account, path: string, body: object) => {
  const answer = await town.window.post(account, path, body);
  return { status: answer.statusCode, ...answer.json() };
};
const get = async (account: Account, path: string) => (await town.window.get(account, path)).json();
const verified = async () => (await inTransaction(town.county.db.worker, (tx) => verifyAll(tx))).breaches;

beforeAll(async () => {
  town = await openTown();
  const seed = seedHousehold();
  const [mother, child] = seed.members;
  household = {
    ...seed,
    members: [
      { ...mother!, name: canaries.name, idNumber: canaries.idNumber },
      { ...child!, name: canaries.child },
    ],
    incomes: [{ ...seed.incomes[0]!, origin: `零工，患${canaries.illness}` }],
    account: { ...seed.account!, holder: canaries.name, number: canaries.account },
  };
});
afterAll(() => town?.close());

it('three files end: a benefit that was paid, and two that were withdrawn', async () => {
  const { clerk, officer } = town.people;
  benefit = await aCase(town, household).inBenefit();
  documentId = await benefit.uploads(clerk, '101');
  const own = `/v1/cases/${benefit.caseId}/documents?code=207`;
  expect((await town.window.upload(clerk, own, pdf, `${canaries.name}诊断.pdf`)).statusCode).toBe(201);
  await town.lives('2026-11-02');
  await treasury(town).opens('2026-11');
  await treasury(town).pays('2026-11');
  await treasury(town).closes('2026-11');
  const why = encodeURIComponent(`人民法院调取，${canaries.name}`);
  expect((await town.window.get(officer, `/v1/cases/${benefit.caseId}/export?reason=${why}`)).statusCode).toBe(200);
  const look = lookAt(town, benefit);
  const on = await town.today();
  const change = { kind: 'employed', on, memberNo: 2 } as const;
  await look.reports(`${canaries.name}要求退出`, change);
  await look.finds(`已入户，${canaries.illness}已愈`, change);
  await benefit.waitsFor('proposeChange');
  await look.cuts({ outcome: 'stop', ground: 'voluntary', reason: '家庭书面要求退出' });
  for (const nth of ['withdrawn', 'contested'] as const) {
    const file = await aCase(town).accepted();
    await file.decides(clerk, 'withdraw', { outcome: 'withdrawn', reason: '不再需要' });
    if (nth === 'withdrawn') _withdrawn = file;
    else contested = file;
  }
  await contested.uploads(clerk, '101');
  expect(await get(officer, '/v1/keeping')).toEqual({ items: [] });
  expect(await post(officer, '/v1/destruction-lists', {})).toMatchObject({ status: 409, code: 'nothingToDestroy' });
});

it('years later they are over, and all that nothing keeps goes on a list', async () => {
  const { officer, leader } = town.people;
  const { dueOn } = await benefit.clock('contest');
  await town.lives(`${addMonths(dueOn.slice(0, 7), 1)}-05`);
  const { keepUntil, endedAs } = await benefit.reaches('ended');
  expect(endedAs).toBe('benefitEnded');
  await town.lives(addDays(keepUntil!, 1));
  // Until the relay has told what it had still to tell, that keeps a file, too.
  const free = await eventually('nothing keeps the three of them', async () => {
    const { items } = await get(officer, '/v1/keeping');
    return items.length === 3 && items.every(({ keptBy }: { keptBy: string[] }) => keptBy.length === 0) && items;
  });
  expect(free).toContainEqual(expect.objectContaining({ caseId: benefit.caseId, keepUntil, keptBy: [] }));
  expect(await post(leader, '/v1/destruction-lists', {})).toMatchObject({ status: 403 });
  const list = await post(officer, '/v1/destruction-lists', {});
  expect(list).toMatchObject({ status: 201, state: 'proposed', files: 3, verified: true });
  listId = list.listId;
  expect(listId).toBe(`420582-${keepUntil!.slice(0, 4)}-001`);
  expect(await post(officer, '/v1/destruction-lists', {})).toMatchObject({ code: 'nothingToDestroy' });
});

it('a file over which there is a lawsuit comes off, and stays on file', async () => {
  const { auditor, leader } = town.people;
  const until = addMonthsToDate(await town.today(), 12);
  const body = { reason: 'lawsuit', until };
  expect(await post(leader, `/v1/cases/${contested.caseId}/keeping`, { ...body, until: '2026-01-01' })).toMatchObject({
    status: 422,
    code: 'holdInThePast',
  });
  expect(await post(leader, `/v1/cases/${contested.caseId}/keeping`, body)).toMatchObject({ status: 200, until });
  const { items, files } = await get(auditor, `/v1/destruction-lists/${listId}`);
  expect(files).toBe(2);
  expect(items.find(({ caseId }: { caseId: string }) => caseId === contested.caseId).takenOff).toMatchObject({
    by: leader.officer,
    why: 'onHold',
    sentence: 'it was decided to keep it on',
  });
});

it('it is approved by another than proposed it, who names the files they saw, and supervised by two others', async () => {
  const { officer, leader, finance1 } = town.people;
  const path = `/v1/destruction-lists/${listId}`;
  const proposer = { ...leader, officer: officer.officer };
  expect(await post(proposer, `${path}/approval`, { files: 2 })).toMatchObject({
    status: 403,
    code: 'listApprovedByProposer',
  });
  expect(await post(leader, `${path}/approval`, { files: 3 })).toMatchObject({ status: 409, code: 'listFilesDiffer' });
  expect(await post(finance1, `${path}/supervision`, { files: 2 })).toMatchObject({ status: 409, code: 'listMovedOn' });
  expect(await post(leader, `${path}/approval`, { files: 2 })).toMatchObject({ state: 'approved', supervisors: 2 });
  for (const known of [officer, leader])
    expect(await post(known, `${path}/supervision`, { files: 2 })).toMatchObject({ code: 'listSupervisedByOthers' });
  expect(await post(finance1, `${path}/supervision`, { files: 2 })).toMatchObject({ state: 'approved' });
  expect(await post(finance1, `${path}/supervision`, { files: 2 })).toMatchObject({ code: 'listSupervisedByOthers' });
  expect((await town.window.get(officer, `${path}/certificate`)).statusCode).toBe(409);
  expect(await benefit.now()).toMatchObject({ destroyed: null, applicant: { name: canaries.name } });
  await expect(
    town.county.db.worker.query('delete from person where case_id = $1', [benefit.caseId]),
  ).rejects.toMatchObject({ constraint: 'destroyed_from_a_list' });
  expect(await post(colleagueOf(officer), `${path}/supervision`, { files: 2 })).toMatchObject({ status: 200 });
  await eventually('the list is carried out', async () => (await get(officer, path)).state === 'done');
});

it('then the file says what became of it, everywhere it is asked', async () => {
  const { officer, clerk, reviewer } = town.people;
  const now = await benefit.now();
  expect(now).toMatchObject({
    endedAs: 'benefitEnded',
    applicant: null,
    destroyed: { listId, persons: 2, documents: 2, sentence: expect.stringContaining(`from the list ${listId}`) },
  });
  for (const part of ['declaration', 'family', 'checks', 'explanation', `documents/${documentId}`])
    expect(await benefit.get(part), part).toMatchObject({
      status: 410,
      code: 'caseDestroyed',
      detail: expect.stringContaining(listId),
    });
  const { items: notices } = await benefit.get('notices');
  expect(await benefit.get(`notices/${notices[0].noticeId}`)).toMatchObject({ status: 410 });
  expect((await benefit.story()).length).toBeGreaterThan(20);
  expect(await benefit.get('journal')).toMatchObject({ status: 200, verified: true });
  for (const part of ['decisions', 'messages', 'recovery', 'clocks', 'meeting', 'documents'])
    expect(await benefit.get(part), part).toMatchObject({ status: 200 });
  expect((await benefit.get('documents')).items).toMatchObject([{ documentId, name: null }, { name: null }]);
  expect((await benefit.get('decisions')).items[0]).toMatchObject({ kind: 'accept', content: null });

  const upload = await town.window.upload(clerk, `/v1/cases/${benefit.caseId}/documents?code=101`, pdf, '新.pdf');
  expect(upload.statusCode).toBe(410);
  const decision = { taskVersion: 1, outcome: 'accepted' };
  const task = `/v1/tasks/${benefit.caseId}.intake.1.accept/decision`;
  expect(await post(clerk, task, decision)).toMatchObject({ status: 410, code: 'caseDestroyed' });
  // Also one that would have to be compared with the family first.
  const changes = [{ kind: 'employed', on: await town.today(), memberNo: 2 }];
  const change = {
    taskVersion: 1,
    outcome: 'registered',
    reportedBy: 'household',
    changes,
    reason: '迟到',
    documents: [],
  };
  const { rows } = await town.county.db.worker.query<{ task_id: string }>(
    `select task_id from task where case_id = $1 and kind = 'registerChange' limit 1`,
    [benefit.caseId],
  );
  expect(await post(clerk, `/v1/tasks/${rows[0]!.task_id}/decision`, change)).toMatchObject({ code: 'caseDestroyed' });
  expect(
    await post(officer, `/v1/cases/${benefit.caseId}/keeping`, { reason: 'value', until: '2099-01-01' }),
  ).toMatchObject({ code: 'caseDestroyed' });
  expect(await contested.now()).toMatchObject({ destroyed: null, applicant: { name: '测试甲' } });
  expect((await town.window.get(reviewer, `/v1/destruction-lists/${listId}`)).statusCode).toBe(403);
});

it('nothing of the family is left in any table, nor the hashes it could be found by, nor its papers on the disk', async () => {
  const hashes = { person: cipher.keyedHash(canaries.idNumber), account: cipher.keyedHash(canaries.account) };
  expect(found({ ...canaries, ...hashes }, await placesInTheDatabase(town))).toEqual([]);
  // Opened by our own keys, too; but for the bank's orders and rosters, which are accounting vouchers.
  expect(found(canaries, await openedInTheDatabase(town))).toEqual([
    'name in bank_file',
    'idNumber in bank_file',
    'account in bank_file',
  ]);
  const has = (bytes: Buffer) => town.window.documents.has(createHash('sha256').update(bytes).digest('hex'));
  expect(await has(pdf)).toBe(false);
  expect(await has(Buffer.from('ffd8ffe000104a46494600', 'hex'))).toBe(true); // a file that is kept has the same photo
});

it('what proves the record knows it as destroyed, neither altered nor missing', async () => {
  expect(await verified()).toEqual([]);
  const replayed = await inTransaction(town.county.db.worker, (tx) => explain(tx, cipher, benefit.caseId));
  expect(replayed.map(({ destroyed, storedFen }) => [destroyed, storedFen])).toEqual([
    [true, 87_200],
    [true, 87_200],
  ]);
  const { officer } = town.people;
  const zip = (await town.window.get(officer, `/v1/cases/${benefit.caseId}/export?reason=audit`)).rawPayload;
  expect(verifyCase(zip)).toEqual([]);
  expect(coverOf(zip)).toMatchObject({ destroyed: { listId } });
  // Who strips another case's file of its contents and says that they were destroyed is found out by the list's own journal.
  const other = unzipSync(
    (await town.window.get(officer, `/v1/cases/${contested.caseId}/export?reason=audit`)).rawPayload,
  );
  const { contentKey: _key, ...cover } = JSON.parse(strFromU8(other['case.json']!));
  const forged = { ...cover, destroyed: coverOf(zip)!.destroyed };
  const list = unzipSync(zip)['destruction.txt']!;
  const stripped = { ...other, 'case.json': strToU8(JSON.stringify(forged)), 'destruction.txt': list };
  expect(verifyCase(zipSync(stripped))).toContainEqual({ where: 'case.json', what: 'notDestroyed' });
  const cut = strToU8(strFromU8(list).split('\n').slice(1).join('\n'));
  expect(verifyCase(zipSync({ ...unzipSync(zip), 'destruction.txt': cut }))).toContainEqual({
    where: 'destruction.txt event 1',
    what: 'broken',
  });
  const text = Object.values(unzipSync(zip))
    .map((file) => strFromU8(file))
    .join('\n');
  expect(found(canaries, { text })).toEqual([]);
});

it('the certificate names list, files, days, persons, ground and how much was destroyed', async () => {
  const { officer, leader, finance1 } = town.people;
  const certificate = await town.window.as(officer, {
    method: 'GET',
    url: `/v1/destruction-lists/${listId}/certificate`,
    headers: { 'accept-language': 'zh' },
  });
  const { keepUntil, destroyed } = await benefit.now();
  const on = await town.today();
  for (const line of [
    `清册编号：${listId}`,
    '依据：民政部、国家档案局关于最低生活保障档案管理的通知',
    `提出：${officer.officer}，${on}`,
    `审批：${leader.officer}，${on}`,
    `监销：${finance1.officer}（财务人员），${on}`,
    `监销：${colleagueOf(officer).officer}（县级民政部门审核确认人员），${on}`,
    '共销毁 2 卷：人员 4 人',
    `${benefit.caseNumber}　办结 `,
    `保存至 ${keepUntil}　销毁 ${on}　人员 2　内容 ${destroyed!.contents}　附件 2`,
    `${contested.caseNumber}　已决定延期保存`,
    '另行保存 30 年',
    `此前备份中的副本最迟于 ${addDays(on, 90)} 随备份清除`,
  ])
    expect(certificate.body).toContain(line);
  expect(destroyed!.contents).toBeGreaterThan(20);
});

it('whoever applies again has a new case', async () => {
  const again = await aCase(town, household).applied();
  expect(again.caseId).not.toBe(benefit.caseId);
  expect(await again.now()).toMatchObject({ predecessor: null, applicant: { name: canaries.name } });
});
