import { createHmac, hkdfSync } from 'node:crypto';
import { type DataKey, keyRing, openBytes, sealBytes, UnsealError } from './keyRing.ts';

/** Seals personal fields one by one (字段加密). Bound to a place, so that a sealed text copied elsewhere does not open. */
export interface FieldCipher {
  /** The key new values are sealed under. */
  readonly keyId: string;
  /** `v1.keyId.iv.tag.ciphertext`, the last three base64url. Another text each time, also for the same value. */
  seal(plaintext: string, boundTo: string): string;
  /** Throws UnsealError. */
  open(sealed: string, boundTo: string): string;
  /** The key id of a sealed text: what rotation asks for. Throws UnsealError. */
  keyIdOf(sealed: string): string;
  /** HMAC-SHA256 as hex, for equality search; the same for ever, so normalise the value first. */
  keyedHash(value: string): string;
  /** HMAC-SHA256 as hex under the case's content key: of a content that the journal of this case quotes. */
  contentHash(content: string, caseId: string): string;
  /**
   * The key of one case's content hashes, as hex: derived (HKDF, RFC 5869), so that neither the hash key nor the key of
   * another case follows from it. It goes with the contents: without them it would let one try what they may be.
   */
  contentKey(caseId: string): string;
}

/** `hashKey` is a key of its own: rotating it would mean hashing every row again. Throws where keys are unfit. */
export function fieldCipher(keys: readonly DataKey[], hashKey: Uint8Array): FieldCipher {
  const ring = keyRing(keys);
  const contentKey = (caseId: string) => Buffer.from(hkdfSync('sha256', hashKey, '', `doudi content ${caseId}`, 32));
  if (hashKey.byteLength < 32) throw new Error(`The hash key has ${hashKey.byteLength} bytes, at least 32 are needed`);
  return {
    keyId: ring[0].id,
    seal(plaintext, boundTo) {
      const { keyId, iv, tag, ciphertext } = sealBytes(ring, Buffer.from(plaintext, 'utf8'), boundTo);
      return ['v1', keyId, base64url(iv), base64url(tag), base64url(ciphertext)].join('.');
    },
    open(sealed, boundTo) {
      const { keyId, iv, tag, ciphertext } = parse(sealed);
      const parts = { keyId, iv: bytes(iv), tag: bytes(tag), ciphertext: bytes(ciphertext) };
      return openBytes(ring, parts, boundTo).toString('utf8');
    },
    keyIdOf: (sealed) => parse(sealed).keyId,
    keyedHash: (value) => createHmac('sha256', hashKey).update(value, 'utf8').digest('hex'),
    contentHash: (content, caseId) => createHmac('sha256', contentKey(caseId)).update(content, 'utf8').digest('hex'),
    contentKey: (caseId) => contentKey(caseId).toString('hex'),
  };
}

const shape = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]*)$/;

function parse(sealed: string) {
  const [, keyId, iv, tag, ciphertext] = shape.exec(sealed) ?? [];
  if (keyId === undefined || iv === undefined || tag === undefined || ciphertext === undefined) {
    throw new UnsealError('malformed');
  }
  return { keyId, iv, tag, ciphertext };
}

function base64url(data: Uint8Array): string {
  return Buffer.from(data).toString('base64url');
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
