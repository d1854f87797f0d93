import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDailyRoot, takeDailyRoot } from '../../src/db/dailyRoots.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { type DailyRoot, rootFile } from '../../src/domain/dailyRoot.ts';
import { verifyCase } from '../../src/proof/verifyCase.ts';
import { aCase } from '../support/aCase.ts';
import type { Account } from '../support/api.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { officialsOf } from '../support/officials.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';
import { treasury } from '../support/treasury.ts';

let town: Town;
let file: CaseFile;
let directory: string;
let zip: Uint8Array;
const reason = '应当阳市人民法院调取，行政诉讼案件';
const household = seedHousehold();
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doudi-export-'));
  town = await openTown();
  file = await aCase(town, household).inBenefit();
  await file.uploads(town.people.clerk, '101');
  await file.uploads(town.people.clerk, '102');
  await town.lives('2026-11-02');
  await treasury(town).opens('2026-11');
  await treasury(town).pays('2026-11');
  zip = (await exported(town.people.officer)).rawPayload;
});
afterAll(async () => {
  await town?.close();
  await rm(directory, { recursive: true, force: true });
});

const exported = (account: Account, why = reason) =>
  town.window.get(account, `/v1/cases/${file.caseId}/export?reason=${encodeURIComponent(why)}`);

const todaysRoot = (): Promise<DailyRoot> =>
  inTransaction(town.county.db.worker, async (tx) => {
    await takeDailyRoot(tx);
    return (await readDailyRoot(tx))!;
  });

type Files = Record<string, Uint8Array>;
const json = (files: Files, path: string) => JSON.parse(strFromU8(files[path]!));

describe('the file', () => {
  it('holds the whole case: journal, contents, documents, certificates, calculations, letters and money', () => {
    const files = unzipSync(zip);
    const { journal, caseNumber } = json(files, 'case.json');
    expect(caseNumber).toBe(file.caseNumber);
    expect(strFromU8(files['journal.txt']!).split('\n')).toHaveLength(journal.events + 1);
    expect(strFromU8(files['timeline.txt']!)).toContain('进入调查核对阶段');
    expect(json(files, 'contents/application.json').members[0].name).toBe(household.members[0]!.name);
    expect(json(files, 'documents.json').map(({ code }: { code: string }) => code)).toEqual(['101', '102']);
    expect(json(files, 'clocks.json').find(({ kind }: { kind: string }) => kind === 'posting').verdict).toBe('elapsed');
    expect(json(files, 'money.json').payments).toContainEqual(
      expect.objectContaining({ month: '2026-11', status: 'paid', amountFen: expect.any(Number) }),
    );
    const paths = Object.keys(files).join('\n');
    expect(paths).toMatch(/contents\/letters\/confirmation\.1\.\w+\.txt/);
    expect(paths).toMatch(/contents\/reports\/checkReport\./);
    const calculation = Object.keys(files).find((path) => path.startsWith('calculations/'))!;
    expect(strFromU8(files[calculation]!)).toMatch(
      /^符合条件 eligible；每月 87200 分[\s\S]*低保标准 Standard for one person: 67000/,
    );
  });

  it('is whole', () => expect(verifyCase(zip)).toEqual([]));

  it('is verified by twenty lines that know nothing of this software', async () => {
    expect(await verifiedByHand(zip)).toBe('whole');
    const wrong = change((files) => edit(files, 'contents/application.json', (text) => text.replace('46800', '46900')));
    await expect(verifiedByHand(wrong)).rejects.toThrow(/contents\/application\.json/);
    await expect(verifiedByHand(change((files) => dropLine(files, 5)))).rejects.toThrow(/event 5/);
  });
});

describe('what was altered in it afterwards is named', () => {
  const named = (alter: (files: Files) => void) => verifyCase(change(alter));

  it('an event altered, missing, out of order or put in, at the first of them', () => {
    const altered = (files: Files) =>
      edit(files, 'journal.txt', (text) => text.replace('"outcome":"accepted"', '"outcome":"refused!"'));
    const at = strFromU8(unzipSync(zip)['journal.txt']!)
      .split('\n')
      .findIndex((line) => line.includes('"outcome":"accepted"'));
    expect(named(altered)).toContainEqual({ where: `event ${at + 1}`, what: 'broken' });
    expect(named((files) => dropLine(files, 5))).toContainEqual({ where: 'event 5', what: 'broken' });
    const swapped = (files: Files) => editLines(files, (lines) => lines.splice(6, 2, lines[7]!, lines[6]!));
    expect(named(swapped)).toContainEqual({ where: 'event 7', what: 'broken' });
    const putIn = (files: Files) => editLines(files, (lines) => lines.splice(9, 0, lines[8]!));
    expect(named(putIn)).toContainEqual({ where: 'event 10', what: 'broken' });
  });

  it('an end cut off, by the cover', () => {
    const { journal } = json(unzipSync(zip), 'case.json');
    const cut = (files: Files) => editLines(files, (lines) => lines.splice(-2, 1));
    expect(named(cut)).toContainEqual({ where: `event ${journal.events}`, what: 'cutOff' });
  });

  it('a letter, a document, a content taken away or put in', () => {
    const paths = Object.keys(unzipSync(zip));
    const letter = paths.find((path) => path.startsWith('contents/letters/'))!;
    const document = paths.find((path) => path.startsWith('documents/'))!;
    const all = (alter: (files: Files) => void) =>
      named((files) => {
        alter(files);
        sumAnew(files);
      });
    expect(all((files) => edit(files, letter, (text) => `${text}。`))).toEqual([
      { where: letter, what: 'contentAltered' },
    ]);
    expect(all((files) => edit(files, document, (text) => `${text}.`))).toEqual([
      { where: document, what: 'documentAltered' },
    ]);
    expect(all((files) => delete files[letter])).toContainEqual({ where: letter, what: 'contentMissing' });
    expect(named((files) => delete files['money.json'])).toEqual([{ where: 'money.json', what: 'fileMissing' }]);
    expect(named((files) => edit(files, 'money.json', (text) => text.replace('paid', 'held')))).toEqual([
      { where: 'money.json', what: 'fileAltered' },
    ]);
    expect(named((files) => (files['note.txt'] = strToU8('x')))).toEqual([{ where: 'note.txt', what: 'fileAdded' }]);
  });

  it('what is no such file at all', () => {
    expect(verifyCase(strToU8('nothing'))).toEqual([{ where: 'case.json', what: 'notACase' }]);
    expect(verifyCase(zipSync({ 'a.txt': strToU8('a') }))).toEqual([{ where: 'case.json', what: 'notACase' }]);
  });
});

it('a file cut short with its cover, or with fewer documents, is found by a later daily root', async () => {
  await town.lives(addDays(await town.today(), 1));
  const root = await todaysRoot();
  const later = (await exported(town.people.officer)).rawPayload;
  expect(verifyCase(later, [root])).toEqual([]);
  const short = changeOf(later, (files) => {
    editLines(files, (lines) => lines.splice(-2, 1));
    edit(files, 'case.json', (text) => {
      const cover = JSON.parse(text);
      const tip = strFromU8(files['journal.txt']!).split('\n').at(-2)!.slice(0, 64);
      return JSON.stringify({ ...cover, journal: { events: cover.journal.events - 1, tip } });
    });
    edit(files, 'documents.json', (text) => JSON.stringify(JSON.parse(text).slice(0, 1)));
    sumAnew(files);
  });
  expect(verifyCase(short)).toEqual([]);
  const { seq } = root.tips.find(({ chain }) => chain === `case:${file.caseId}`)!;
  expect(verifyCase(short, [root])).toEqual([
    { where: `case:${file.caseId} ${seq}`, what: 'behindRoot' },
    { where: `documents:${file.caseId} 2`, what: 'behindRoot' },
  ]);
  const other = { ...root, day: '2027-01-01', tips: root.tips.filter(({ chain }) => !chain.endsWith(file.caseId)) };
  expect(verifyCase(later, [other])).toMatchObject([{ what: 'notInRoot' }, { what: 'notInRoot' }]);
  expect(rootFile(root)).toMatch(/^ledger:420582000000:2026-11 \d+ /m);
});

describe('who gets it', () => {
  it('an auditor, who judges the procedure: the journal proves itself, and nothing about a person is in it', async () => {
    const answer = await exported(town.people.auditor, '专项审计');
    expect(answer.statusCode).toBe(200);
    const files = unzipSync(answer.rawPayload);
    expect(verifyCase(answer.rawPayload)).toEqual([]);
    expect(json(files, 'case.json').contentKey).toBeUndefined();
    expect(Object.keys(files).filter((path) => /^(contents|documents|calculations)\//.test(path))).toEqual([]);
    const everything = Object.values(files)
      .map((bytes) => strFromU8(bytes))
      .join('\n');
    const { name, idNumber } = household.members[0]!;
    for (const personal of [name, idNumber, household.account!.number, reason])
      expect(everything).not.toContain(personal);
  });

  it('nobody without a reason, no township, and no other county', async () => {
    expect((await town.window.get(town.people.officer, `/v1/cases/${file.caseId}/export`)).statusCode).toBe(422);
    expect((await exported(town.people.clerk)).statusCode).toBe(403);
    expect((await exported(officialsOf('xiangzhou').officer)).statusCode).toBe(404);
  });

  it('and each time it is kept who took it, when and why', async () => {
    const { exports } = json(unzipSync((await exported(town.people.officer, '上级抽查')).rawPayload), 'case.json');
    const { officer, auditor } = town.people;
    expect(exports[0]).toMatchObject({ by: officer.officer, withContents: true, reason });
    expect(exports).toContainEqual(expect.objectContaining({ by: auditor.officer, withContents: false }));
    expect(exports.at(-1)).toMatchObject({ by: officer.officer, reason: '上级抽查' });
    const { rows } = await town.county.db.worker.query('select sealed_reason from case_export');
    expect(JSON.stringify(rows)).not.toContain('法院');
  });
});

/** The words of README.txt as a program: it gets a directory, and knows SHA-256 and JSON. */
const byHand = `
import { createHash, createHmac } from 'node:crypto';
import { readFileSync as read } from 'node:fs';
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const json = (path) => JSON.parse(read(path, 'utf8'));
const must = (holds, what) => { if (!holds) throw new Error(what); };
const { caseId, contentKey, journal } = json('case.json');
const quoted = [];
let previous = '0'.repeat(64);
for (const line of read('journal.txt', 'utf8').trimEnd().split('\\n')) {
  const [hash, text] = [line.slice(0, 64), line.slice(65)];
  const row = JSON.parse(text);
  must(sha(text) === hash && row[0] === previous && row[1] === caseId && row[2] === quoted.length + 1, 'event ' + (quoted.length + 1));
  quoted.push(row[7].contentHash);
  previous = hash;
}
must(quoted.length === journal.events && previous === journal.tip, 'the tip');
for (const { hash, path, events } of json('contents.json')) {
  must([createHmac('sha256', Buffer.from(contentKey, 'hex')).update(read(path)).digest('hex'), sha(read(path))].includes(hash), path);
  must(events.every((seq) => quoted[seq - 1] === hash), path);
}
for (const { sha256, path } of json('documents.json')) must(sha(read(path)) === sha256, path);
console.log('whole');
`;

async function verifiedByHand(bytes: Uint8Array): Promise<string> {
  const place = await mkdtemp(join(directory, 'unpacked-'));
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), content);
  }
  await writeFile(join(place, 'by-hand.mjs'), byHand);
  return execFileSync(process.execPath, ['by-hand.mjs'], { cwd: place, encoding: 'utf8', stdio: 'pipe' }).trim();
}

const change = (alter: (files: Files) => void) => changeOf(zip, alter);

function changeOf(bytes: Uint8Array, alter: (files: Files) => void): Uint8Array {
  const files = unzipSync(bytes);
  alter(files);
  return zipSync(files);
}

function edit(files: Files, path: string, alter: (text: string) => string): void {
  const before = Buffer.from(files[path]!).toString('latin1');
  const after = path.endsWith('.txt') || path.endsWith('.json') ? strToU8(alter(strFromU8(files[path]!))) : undefined;
  files[path] = after ?? Buffer.from(alter(before), 'latin1');
}

function editLines(files: Files, alter: (lines: string[]) => void): void {
  edit(files, 'journal.txt', (text) => {
    const lines = text.split('\n');
    alter(lines);
    return lines.join('\n');
  });
}

const dropLine = (files: Files, nth: number) => editLines(files, (lines) => lines.splice(nth - 1, 1));

/** As somebody would who knows how the file is made. */
function sumAnew(files: Files): void {
  const kept = strFromU8(files.SHA256SUMS!)
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(66))
    .filter((path) => files[path]);
  files.SHA256SUMS = strToU8(kept.map((path) => `${sha256(files[path]!)}  ${path}\n`).join(''));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
