import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentStore, diskDocuments } from '../../src/gateways/documents.ts';

const keys = [{ id: 'k1', key: randomBytes(32) }];
const pdf = Buffer.from('%PDF-1.7\n王秀兰 residence booklet\n');
let directory: string;
let documents: DocumentStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doudi-documents-'));
  documents = diskDocuments({ directory, keys, maxBytes: 1000 });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function* parts(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const files = async () =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());

describe('a document', () => {
  it('comes back as it was put, from a stream as from bytes, and is stored once', async () => {
    const first = await documents.put(pdf);
    const second = await documents.put(parts(pdf, 7));
    expect(first).toEqual({
      ok: true,
      value: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), size: pdf.length, contentType: 'application/pdf' },
    });
    expect(second).toEqual(first);
    expect(await files()).toHaveLength(1);
    expect(first.ok && (await documents.get(first.value.sha256))).toEqual(pdf);
  });

  it('is gone once it is removed, however often, and what is no hash removes nothing', async () => {
    const other = await documents.put(Buffer.concat([pdf, Buffer.from('2')]));
    const { sha256 } = (other as { value: { sha256: string } }).value;
    expect(await documents.has(sha256)).toBe(true);
    await documents.remove('../../etc/passwd');
    await documents.remove(sha256);
    await documents.remove(sha256);
    expect([await documents.has(sha256), await documents.get(sha256)]).toEqual([false, undefined]);
    expect(await files()).toHaveLength(1);
  });

  it('lies sealed on the disk', async () => {
    const [file] = await files();
    const onDisk = await readFile(join(file?.parentPath ?? '', file?.name ?? ''));
    expect(onDisk.includes('王秀兰')).toBe(false);
    expect(onDisk.includes('%PDF')).toBe(false);
  });

  it.each([
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe1, 0, 0]],
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
    ['image/heic', [0, 0, 0, 24, ...Buffer.from('ftypheic')]],
  ])('is known as %s by its content', async (contentType, head) => {
    expect(await documents.put(Buffer.from(head))).toMatchObject({ ok: true, value: { contentType } });
  });

  it.each([
    ['a zip archive', Buffer.from('PK\u0003\u0004')],
    ['a web page', Buffer.from('<html>')],
    ['a program', Buffer.from('\u007fELF')],
    ['a video in the same container as a photo', Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypmp42')])],
  ])('is refused when it is %s', async (_, content) => {
    expect(await documents.put(content)).toEqual({ ok: false, refusal: 'typeRefused' });
  });

  it('is refused empty, and too large without being read to its end', async () => {
    expect(await documents.put(Buffer.alloc(0))).toEqual({ ok: false, refusal: 'empty' });
    expect(await documents.put(Buffer.alloc(1001))).toEqual({ ok: false, refusal: 'tooLarge' });
    let read = 0;
    const endless = async function* () {
      for (;;) {
        read += 400;
        yield Buffer.alloc(400);
      }
    };
    expect(await documents.put(endless())).toEqual({ ok: false, refusal: 'tooLarge' });
    expect(read).toBe(1200);
  });

  it('is not found under a path, a wrong hash or a hash never stored', async () => {
    for (const hash of ['../../etc/passwd', '', 'A'.repeat(64), '0'.repeat(64)]) {
      expect(await documents.get(hash)).toBeUndefined();
    }
  });

  it('is never given out changed', async () => {
    const put = await documents.put(Buffer.from('%PDF-1.7 another'));
    const sha256 = put.ok ? put.value.sha256 : '';
    const place = join(directory, sha256.slice(0, 2), sha256);
    const onDisk = await readFile(place);
    onDisk[onDisk.length - 1] = (onDisk.at(-1) ?? 0) ^ 1;
    await writeFile(place, onDisk);
    await expect(documents.get(sha256)).rejects.toThrow('notAuthentic');
  });
});
