import { hkdfSync } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { type DataKey, keyRing, openBytes, sealBytes, UnsealError } from './keyRing.ts';

/** What stands in clear beside a sealed payload: that it is sealed, and under which key. */
export const sealedEncoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';
const boundTo = 'temporal-payload';

/**
 * Seals what Temporal is given to keep. The keys are derived from the data keys and go by the same ids, so that one
 * rotation turns both, and no key seals fields and payloads: a payload is sealed many times a decision, and AES-GCM
 * allows each key 2³² times. A payload that is not sealed is passed through: a case begun before goes on.
 *
 * Decoding rejects with UnsealError: the workflow task fails and is tried again, and that one case waits for its key.
 */
export function payloadCodec(dataKeys: readonly DataKey[]): PayloadCodec {
  const ring = keyRing(keyRing(dataKeys).map(({ id, key }) => ({ id, key: derived(key) })));
  return {
    async encode(payloads) {
      return payloads.map((payload) => {
        const { keyId, iv, tag, ciphertext } = sealBytes(ring, packed(payload), boundTo);
        const metadata = { encoding: Buffer.from(sealedEncoding), [keyIdField]: Buffer.from(keyId) };
        return { metadata, data: Buffer.concat([iv, tag, ciphertext]) };
      });
    },
    async decode(payloads) {
      return payloads.map((payload) => {
        const keyId = keyOfPayload(payload);
        if (keyId === undefined) return payload;
        const data = Buffer.from(payload.data ?? []);
        const parts = { iv: data.subarray(0, 12), tag: data.subarray(12, 28), ciphertext: data.subarray(28) };
        return unpacked(openBytes(ring, { keyId, ...parts }, boundTo));
      });
    },
  };
}

/** The key a payload is sealed under; undefined: it is not sealed. */
export function keyOfPayload({ metadata }: Payload): string | undefined {
  if (Buffer.from(metadata?.encoding ?? []).toString() !== sealedEncoding) return undefined;
  return Buffer.from(metadata?.[keyIdField] ?? []).toString();
}

function derived(key: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'doudi temporal payloads v1', 32));
}

/** The length of the metadata in four bytes, the metadata as JSON, the data. */
function packed({ metadata, data }: Payload): Buffer {
  const named = Object.entries(metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  const head = Buffer.from(JSON.stringify(Object.fromEntries(named)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.byteLength);
  return Buffer.concat([length, head, Buffer.from(data ?? [])]); // an empty one may be a plain array
}

function unpacked(bytes: Buffer): Payload {
  if (bytes.byteLength < 4) throw new UnsealError('malformed');
  const end = 4 + bytes.readUInt32BE();
  const named = JSON.parse(bytes.toString('utf8', 4, end)) as Record<string, string>;
  const metadata = Object.entries(named).map(([name, text]) => [name, Buffer.from(text, 'base64')]);
  return { metadata: Object.fromEntries(metadata), data: bytes.subarray(end) };
}
