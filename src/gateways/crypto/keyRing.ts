import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A data key: 32 bytes under a short name that travels with everything sealed by it. */
export interface DataKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The keys that open; the first one also seals. Rotation: put the new key first, keep the old ones until re-sealed. */
export type KeyRing = readonly [DataKey, ...DataKey[]];

/** What AES-256-GCM gives (NIST SP 800-38D). `iv`: 12 random bytes, so at most 2³² seals under one key. */
export interface Sealed {
  readonly keyId: string;
  readonly iv: Uint8Array;
  readonly tag: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/**
 * - `malformed`: not something this program sealed
 * - `unknownKey`: sealed under a key the ring does not hold; add that key, it is not lost until it is deleted everywhere
 * - `notAuthentic`: changed since, or bound to another place than the one it is opened at
 */
export type UnsealProblem = 'malformed' | 'unknownKey' | 'notAuthentic';

/** A sealed value that cannot be opened. Says why, never what: neither plaintext nor ciphertext is in it. */
export class UnsealError extends Error {
  readonly problem: UnsealProblem;

  constructor(problem: UnsealProblem) {
    super(`A sealed value cannot be opened: ${problem}`);
    this.name = 'UnsealError';
    this.problem = problem;
  }
}

/** Checks a ring: one key at least, 32 bytes each, ids usable in sealed texts and used once. Throws at start otherwise. */
export function keyRing(keys: readonly DataKey[]): KeyRing {
  const [first, ...others] = keys;
  if (!first) throw new Error('The key ring is empty: at least one data key is needed');
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size !== keys.length) throw new Error('Two data keys have the same id');
  for (const { id, key } of keys) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) throw new Error('A data key id may hold letters, digits, - and _, up to 32');
    if (key.byteLength !== 32) throw new Error(`Data key ${id} has ${key.byteLength} bytes, AES-256 needs 32`);
  }
  return [first, ...others];
}

/** Seals under the ring's first key. `aad`: what the value is bound to; the same must be given to open it. */
export function sealBytes([{ id, key }]: KeyRing, plaintext: Uint8Array, aad: string): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { keyId: id, iv, tag: cipher.getAuthTag(), ciphertext };
}

/** Throws UnsealError. */
export function openBytes(ring: KeyRing, { keyId, iv, tag, ciphertext }: Sealed, aad: string): Buffer {
  const found = ring.find(({ id }) => id === keyId);
  if (!found) throw new UnsealError('unknownKey');
  if (iv.byteLength !== 12 || tag.byteLength !== 16) throw new UnsealError('malformed');
  const decipher = createDecipheriv('aes-256-gcm', found.key, iv, { authTagLength: 16 })
    .setAAD(Buffer.from(aad, 'utf8'))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw new UnsealError('notAuthentic');
  }
}
