import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';

/** The message that is signed: method and path (with query, as on the request line) and the body's very bytes. */
export interface SignedMessage {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array | string;
}

export interface SigningKey {
  readonly keyId: string;
  readonly secret: string;
}

/** Header names of a signed message, in either direction. */
export const signatureHeaders = {
  keyId: 'x-doudi-key-id',
  timestamp: 'x-doudi-timestamp',
  nonce: 'x-doudi-nonce',
  signature: 'x-doudi-signature',
} as const;

/** How far the two clocks may be apart, in seconds. Real clocks: the test clock does not move them. Ours, not the ministry's. */
export const signatureWindowSeconds = 300;

export type SignatureRefusal = 'signatureMissing' | 'keyUnknown' | 'signatureWrong' | 'timestampOutsideWindow';

/**
 * `replayKey` must be remembered by the caller until `replayableUntil`; a message whose key is remembered is a replay.
 */
export interface VerifiedSignature {
  readonly keyId: string;
  readonly replayKey: string;
  readonly replayableUntil: Date;
}

/**
 * The headers that sign a message: HMAC-SHA256, as hex, over `timestamp.nonce.METHOD.path.sha256(body)`. The timestamp
 * is in whole seconds since 1970. Pass `at` and `nonce` only where they must be known beforehand.
 */
export function signatureOf(
  message: SignedMessage,
  key: SigningKey,
  { at = new Date(), nonce = randomUUID() }: { readonly at?: Date; readonly nonce?: string } = {},
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    [signatureHeaders.keyId]: key.keyId,
    [signatureHeaders.timestamp]: timestamp,
    [signatureHeaders.nonce]: nonce,
    [signatureHeaders.signature]: mac(message, key.secret, timestamp, nonce).toString('hex'),
  };
}

/**
 * Who signed a message, or why it cannot be believed. Compares in constant time. A sender should be told no more than
 * that the signature was refused; the code is for our own log. Does not know replays: see VerifiedSignature.
 */
export function verifySignature(
  message: SignedMessage,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  secretOf: (keyId: string) => string | undefined,
  now: Date = new Date(),
): Outcome<VerifiedSignature, SignatureRefusal> {
  const keyId = single(headers[signatureHeaders.keyId], /^[A-Za-z0-9_-]{1,64}$/);
  const timestamp = single(headers[signatureHeaders.timestamp], /^\d{1,11}$/);
  const nonce = single(headers[signatureHeaders.nonce], /^[A-Za-z0-9_-]{16,64}$/);
  const signature = single(headers[signatureHeaders.signature], /^[0-9a-f]{64}$/);
  if (!keyId || !timestamp || !nonce || !signature) return refuse('signatureMissing');
  const secret = secretOf(keyId);
  if (!secret) return refuse('keyUnknown');
  const expected = mac(message, secret, timestamp, nonce);
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return refuse('signatureWrong');
  const signedAt = Number(timestamp) * 1000;
  const window = signatureWindowSeconds * 1000;
  if (Math.abs(now.getTime() - signedAt) > window) return refuse('timestampOutsideWindow');
  return ok({ keyId, replayKey: `${keyId}:${nonce}`, replayableUntil: new Date(signedAt + window) });
}

function mac({ method, path, body }: SignedMessage, secret: string, timestamp: string, nonce: string): Buffer {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', secret)
    .update(`${timestamp}.${nonce}.${method.toUpperCase()}.${path}.${bodyHash}`)
    .digest();
}

function single(header: string | string[] | undefined, shape: RegExp): string | undefined {
  return typeof header === 'string' && shape.test(header) ? header : undefined;
}
