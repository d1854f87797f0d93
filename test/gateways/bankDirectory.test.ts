import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BankDirectory, bankDirectory } from '../../src/gateways/bank/directory.ts';

let root: string;
let bank: BankDirectory;
const file = Buffer.from('<Document/>');
const name = 'DIBAO-420582-2026-05.xml';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'doudi-bank-'));
  bank = await bankDirectory(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const outgoing = () => readdir(join(root, 'outgoing'));
const bankTakesIt = () => rm(join(root, 'outgoing', name));

describe('handing a file to the bank', () => {
  it('puts it whole into outgoing/, and keeps our copy', async () => {
    expect(await bank.handOver(name, file)).toEqual({
      ok: true,
      value: { sha256: expect.any(String), already: false },
    });
    expect(await outgoing()).toEqual([name]);
    expect(await readFile(join(root, 'outgoing', name))).toEqual(file);
    expect(await readFile(join(root, 'handed-over', name, 'file'))).toEqual(file);
  });

  it('happens once, also after the bank took the file away and a new process asks again', async () => {
    await bank.handOver(name, file);
    await bankTakesIt();
    const again = await (await bankDirectory(root)).handOver(name, file);
    expect(again).toMatchObject({ ok: true, value: { already: true } });
    expect(await outgoing()).toEqual([]);
  });

  it('is refused for other content under a name once used', async () => {
    await bank.handOver(name, file);
    await bankTakesIt();
    expect(await bank.handOver(name, Buffer.from('<Other/>'))).toEqual({
      ok: false,
      refusal: 'nameUsedForOtherContent',
    });
    expect(await outgoing()).toEqual([]);
  });

  it('happens once when twenty workers try at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => bank.handOver(name, file)));
    expect(answers.filter((answer) => answer.ok && !answer.value.already)).toHaveLength(1);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await readdir(join(root, 'handed-over'))).toEqual([name]);
  });

  it('is remembered by name and content; what never left is not among it', async () => {
    await bank.handOver(name, file);
    await bankTakesIt();
    await bank.handOver('second.xml', file);
    await rename(join(root, 'outgoing', 'second.xml'), join(root, 'handed-over', 'second.xml', 'ready'));
    expect(await bank.given()).toEqual([{ name, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(await bank.givenAs(name)).toEqual(file);
    expect(await bank.givenAs('second.xml')).toBeUndefined();
    expect(await bank.givenAs('third.xml')).toBeUndefined();
  });

  it('goes on after a crash between the claim and the hand-over', async () => {
    await bank.handOver(name, file);
    // As if killed before the second rename: the file is back in the claim.
    await rename(join(root, 'outgoing', name), join(root, 'handed-over', name, 'ready'));
    expect(await bank.handOver(name, file)).toMatchObject({ ok: true, value: { already: false } });
    expect(await outgoing()).toEqual([name]);
  });

  it('goes on after a crash that left half a claim', async () => {
    await mkdir(join(root, 'handed-over', `${name}.0.part`));
    expect(await bank.handOver(name, file)).toMatchObject({ ok: true, value: { already: false } });
  });

  it('fails, and is not taken for done, when outgoing/ is not there', async () => {
    await rm(join(root, 'outgoing'), { recursive: true });
    await expect(bank.handOver(name, file)).rejects.toThrow('ENOENT');
    await mkdir(join(root, 'outgoing'));
    expect(await bank.handOver(name, file)).toMatchObject({ ok: true, value: { already: false } });
  });

  it.each(['../evil.xml', '.hidden', '', 'a/b', '低保.xml', 'x'.repeat(200)])('takes no such name: %j', async (bad) => {
    await expect(bank.handOver(bad, file)).rejects.toThrow(RangeError);
  });
});

describe('what the bank sends back', () => {
  const comes = (file: string, text = 'report') => writeFile(join(root, 'incoming', file), text);
  const theOne = async () => (await bank.incoming())[0]!;

  it('is listed by name; unfinished files, directories and links are not', async () => {
    await Promise.all([comes('b.xml'), comes('a.xml'), comes('.c.xml'), comes('d.part'), comes('e.tmp')]);
    await mkdir(join(root, 'incoming', 'f.xml'));
    await symlink('/etc/hostname', join(root, 'incoming', 'g.xml'));
    expect(await bank.incoming()).toEqual([
      { name: 'a.xml', size: 6, modifiedAt: expect.any(Number) },
      { name: 'b.xml', size: 6, modifiedAt: expect.any(Number) },
    ]);
    expect(await bank.read('g.xml')).toBeUndefined();
    expect(await bank.read('a.xml')).toEqual({ ok: true, value: Buffer.from('report') });
  });

  it('is not read when it is bigger than any report', async () => {
    await comes('a.xml', 'x'.repeat(101));
    const small = await bankDirectory(root, { maxFileBytes: 100 });
    expect(await small.read('a.xml')).toEqual({ ok: false, refusal: 'tooLarge' });
  });

  it('is archived once, and nothing archived is overwritten by a later file of the same name', async () => {
    await comes('a.xml', 'first');
    const first = await theOne();
    await bank.archive(first);
    await bank.archive(first);
    await comes('a.xml', 'second');
    await bank.archive(await theOne());
    expect(await bank.incoming()).toEqual([]);
    const kept = await readdir(join(root, 'archive'));
    expect(await Promise.all(kept.map((each) => readFile(join(root, 'archive', each), 'utf8')))).toEqual(
      expect.arrayContaining(['first', 'second']),
    );
    expect(kept).toHaveLength(2);
  });

  it('is set aside when it cannot be used', async () => {
    await comes('a.xml');
    await bank.quarantine(await theOne());
    expect(await readdir(join(root, 'quarantine'))).toEqual(['a.xml']);
  });

  it('stays to be read when it came under the name of one that is being set aside', async () => {
    await comes('a.xml', '<half>');
    const half = await theOne();
    await comes('a.xml', '<half></half>');
    await bank.quarantine(half);
    expect(await readdir(join(root, 'quarantine'))).toEqual([]);
    expect(await bank.read((await theOne()).name)).toEqual({ ok: true, value: Buffer.from('<half></half>') });
  });

  it.each(['../outgoing/x', '..', '', 'a\\b'])('is reached by its name alone: %j', async (bad) => {
    await expect(bank.read(bad)).rejects.toThrow(RangeError);
    await expect(bank.archive({ name: bad, size: 0, modifiedAt: 0 })).rejects.toThrow(RangeError);
  });
});
