import type { Payload } from '@temporalio/common';
import { keyOfPayload } from '../gateways/crypto/payloadCodec.ts';

/** The keys under which the payloads of a history are sealed, wherever in it they stand. What the SDK marks in clear has none. */
export function keysIn(history: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const look = (node: unknown): void => {
    if (node === null || typeof node !== 'object' || node instanceof Uint8Array) return;
    const key = isPayload(node) ? keyOfPayload(node) : undefined;
    if (key !== undefined) keys.add(key);
    for (const inner of Object.values(node)) look(inner);
  };
  look(history);
  return keys;
}

const isPayload = (node: object): node is Payload =>
  'metadata' in node && (node as Payload).metadata?.encoding instanceof Uint8Array;
