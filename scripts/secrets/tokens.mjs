// Tokens of our own (RFC 7519), signed with ES256, one of the two algorithms that Temporal takes.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { overwrite, textOf } from './files.mjs';

/** The key in a file, made where it is missing, and its public half as a member of a JWK set (RFC 7517). */
export function signingKey(file) {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    overwrite(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o400);
  }
  const key = createPrivateKey(readFileSync(file));
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return { key, jwk: { kty, crv, x, y, kid: x.slice(0, 16), alg: 'ES256', use: 'sig' } };
}

export function tokenOf({ key, jwk }, claims, days) {
  const seconds = Math.floor(Date.now() / 1_000);
  const content = { ...claims, iat: seconds, exp: seconds + days * 86_400 };
  const signed = `${inBase64({ alg: 'ES256', typ: 'JWT', kid: jwk.kid })}.${inBase64(content)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** When the token in a file ends, in milliseconds since 1970; 0 where it is missing or not of this key. */
export function endOfToken(file, { jwk }) {
  const [header, content] = textOf(file)
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  if (!header || !content || JSON.parse(header).kid !== jwk.kid) return 0;
  return JSON.parse(content).exp * 1_000;
}

const inBase64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
