import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import {
  type DataKey,
  type KeyRing,
  keyRing,
  openBytes,
  type Sealed,
  sealBytes,
  UnsealError,
} from './crypto/keyRing.ts';
import { type DocumentType, documentTypeOf } from './documentType.ts';
import { absent, removeDurably, writeDurably } from './durableFile.ts';

/** A stored document (附件): its name is its content. `size` in bytes. */
export interface StoredDocument {
  readonly sha256: string;
  readonly size: number;
  readonly contentType: DocumentType;
}

/** `typeRefused`: by its content neither PDF nor a photo, whatever its name says; so no archive is ever unpacked. */
export type DocumentRefusal = 'empty' | 'tooLarge' | 'typeRefused';

/** Where documents are kept. The same content put twice is stored once; nothing is ever changed. */
export interface DocumentStore {
  /** Reads no further than the size limit. */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Outcome<StoredDocument, DocumentRefusal>>;
  /** The bytes, proven to be those that were put; undefined for a hash never stored. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  has(sha256: string): Promise<boolean>;
  /** Removes the bytes for good, also where they are not there any more: what was crashed over is done again. */
  remove(sha256: string): Promise<void>;
}

export interface DiskDocumentsOptions {
  readonly directory: string;
  /** Default 20 MiB: a phone's photo or a scanned letter of 30 pages. Local value. */
  readonly maxBytes?: number;
  /** Documents are as personal as names: sealed on disk, as fields are in the database. */
  readonly keys: readonly DataKey[];
}

/** Documents as files `ab/abcdef…`, sealed, written beside and renamed, so that a file is whole or absent. */
export function diskDocuments({ directory, maxBytes = 20 * 1024 * 1024, keys }: DiskDocumentsOptions): DocumentStore {
  const ring = keyRing(keys);
  const placeOf = (sha256: string) => join(directory, sha256.slice(0, 2), sha256);
  return {
    async put(content) {
      const bytes = await collect(content, maxBytes);
      if (!bytes) return refuse('tooLarge');
      if (bytes.byteLength === 0) return refuse('empty');
      const contentType = documentTypeOf(bytes);
      if (!contentType) return refuse('typeRefused');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const place = placeOf(sha256);
      if (!(await exists(place))) await writeDurably(place, sealFile(ring, bytes, sha256));
      return ok({ sha256, size: bytes.byteLength, contentType });
    },
    async get(sha256) {
      // The hash is the only part of the path that comes from outside.
      if (!isHash(sha256)) return undefined;
      const file = await readFile(placeOf(sha256)).catch(absent);
      if (!file) return undefined;
      const bytes = openFile(ring, file, sha256);
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new UnsealError('notAuthentic');
      return bytes;
    },
    has: (sha256) => exists(placeOf(sha256)),

    async remove(sha256) {
      if (isHash(sha256)) await removeDurably(placeOf(sha256));
    },
  };
}

/** Seals every stored document anew that is not under the first key, one at a time; says how many. */
export async function resealDocuments({ directory, keys }: DiskDocumentsOptions): Promise<number> {
  const ring = keyRing(keys);
  let resealed = 0;
  for (const place of (await readdir(directory, { recursive: true }).catch(absent)) ?? []) {
    const sha256 = basename(place);
    if (!isHash(sha256)) continue;
    const file = await readFile(join(directory, place));
    if (parse(file).keyId === ring[0].id) continue;
    await writeDurably(join(directory, place), sealFile(ring, openFile(ring, file, sha256), sha256));
    resealed++;
  }
  return resealed;
}

const isHash = (name: string) => /^[0-9a-f]{64}$/.test(name);

async function collect(content: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> {
  if (content instanceof Uint8Array) return content.byteLength > maxBytes ? undefined : Buffer.from(content);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `DOUDI1` keyId NUL iv(12) tag(16) ciphertext. */
const magic = 'DOUDI1';

function sealFile(ring: KeyRing, bytes: Uint8Array, sha256: string): Buffer {
  const { keyId, iv, tag, ciphertext } = sealBytes(ring, bytes, `document:${sha256}`);
  return Buffer.concat([Buffer.from(`${magic}${keyId}\0`, 'latin1'), iv, tag, ciphertext]);
}

function openFile(ring: KeyRing, file: Buffer, sha256: string): Buffer {
  return openBytes(ring, parse(file), `document:${sha256}`);
}

function parse(file: Buffer): Sealed {
  const nul = file.indexOf(0);
  if (nul < magic.length || file.toString('latin1', 0, magic.length) !== magic) throw new UnsealError('malformed');
  const keyId = file.toString('latin1', magic.length, nul);
  const at = nul + 1;
  return {
    keyId,
    iv: file.subarray(at, at + 12),
    tag: file.subarray(at + 12, at + 28),
    ciphertext: file.subarray(at + 28),
  };
}

async function exists(place: string): Promise<boolean> {
  return (await stat(place).catch(absent)) !== undefined;
}
