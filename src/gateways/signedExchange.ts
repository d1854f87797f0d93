import { type SigningKey, signatureOf } from '../contracts/signature.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';

/** What an operator may read about a failed exchange: no body, no header, nothing personal. */
export interface GatewayFailure {
  readonly cause: 'timeout' | 'connection' | 'status' | 'answerUnreadable';
  readonly status?: number;
}

/** Where an outside system is, and how we speak to it. */
export interface GatewayOptions {
  /** Base URL, e.g. `https://check.example`. */
  readonly url: string;
  readonly secret: string;
  /** For the whole exchange. Local value: a system that only queues answers in far less. */
  readonly timeoutMs?: number;
  readonly onFailure?: (failure: GatewayFailure) => void;
}

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body?: string;
  readonly key: SigningKey;
  readonly timeoutMs: number | undefined;
}

/** An answer that came; `json` is undefined for a body that is too long or no JSON. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly json: unknown;
}

const maxAnswerBytes = 16 * 1024;
/** Of the 4xx, those that say "later" rather than "never" (RFC 9110, RFC 6585). */
const passing = new Set([408, 425, 429]);

/** Whether the other side will not take this however often it is sent. */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && !passing.has(status);
}

/** One signed request over HTTP, and its answer. */
export async function signedExchange(
  request: ExchangeRequest,
): Promise<Outcome<ExchangeAnswer, Pick<GatewayFailure, 'cause'>>> {
  const { method, url, body = '', key, timeoutMs = 10_000 } = request;
  try {
    const response = await fetch(url, {
      method,
      ...(method === 'POST' ? { body } : {}),
      headers: { 'content-type': 'application/json', ...signatureOf({ method, path: url.pathname, body }, key) },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readBounded(response, maxAnswerBytes);
    return ok({ status: response.status, json: text === undefined ? undefined : parseJson(text) });
  } catch (error) {
    // fetch's own errors quote the URL and sometimes the body's neighbourhood: only their kind goes on.
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return refuse({ cause: timedOut ? 'timeout' : 'connection' });
  }
}

/** The body as text, or undefined as soon as it is longer than `limit` bytes. */
async function readBounded(response: Response, limit: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
