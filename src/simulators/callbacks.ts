import { setTimeout as wait } from 'node:timers/promises';
import { signatureOf } from '../contracts/signature.ts';

export interface CallbackTarget {
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
}

/** How a callback ended: the last HTTP status, or `unreachable`. */
export type CallbackOutcome = number | 'unreachable';

export interface Retry {
  readonly attempts: number;
  readonly firstMs: number;
}

/** The headers a callback goes out with; kept by whoever wants to send the very same message again. */
export function callbackHeaders({ url, keyId, secret }: CallbackTarget, body: string): Record<string, string> {
  const { pathname, search } = new URL(url);
  const signature = signatureOf({ method: 'POST', path: pathname + search, body }, { keyId, secret });
  return { 'content-type': 'application/json', ...signature };
}

/** One POST. */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<CallbackOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'unreachable';
  }
}

/** Sends until the answer is 2xx, signed afresh each time, with growing pauses, a bounded number of times. */
export async function deliver(
  target: CallbackTarget,
  body: string,
  { attempts, firstMs }: Retry,
  signal: AbortSignal,
): Promise<CallbackOutcome> {
  let outcome: CallbackOutcome = 'unreachable';
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt++) {
    if (attempt > 0) await pause(Math.min(firstMs * 2 ** (attempt - 1), 5_000), signal);
    outcome = await post(target.url, callbackHeaders(target, body), body, signal);
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) break;
  }
  return outcome;
}

/** A pause that ends early, without an error, when the simulator stops. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
