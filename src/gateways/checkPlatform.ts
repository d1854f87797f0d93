import {
  type CheckAccepted,
  type CheckRequest,
  checkAcceptedSchema,
  checkPath,
  checkRequestKeyId,
} from '../contracts/checkPlatform.ts';
import { signatureOf } from '../contracts/signature.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';

/**
 * - `rejected`: the platform will not take this request however often it is sent (it is malformed, or our key is not
 *   accepted): a person must look
 * - `unavailable`: no answer, or one that may change: send again later, under the same requestId
 */
export type CheckSubmission = Outcome<CheckAccepted, 'rejected' | 'unavailable'>;

/** The check platform as we need it (核对平台). The report comes later, to our callback. */
export interface CheckPlatform {
  submit(request: CheckRequest): Promise<CheckSubmission>;
}

/** What an operator may read about a failed submission: no body, no header, nothing personal. */
export interface CheckPlatformFailure {
  readonly cause: 'timeout' | 'connection' | 'status' | 'answerUnreadable';
  readonly status?: number;
}

export interface HttpCheckPlatformOptions {
  /** Base URL, e.g. `https://check.example`. */
  readonly url: string;
  readonly secret: string;
  /** For the whole exchange. Local value: a platform that only queues answers in far less. */
  readonly timeoutMs?: number;
  readonly onFailure?: (failure: CheckPlatformFailure) => void;
}

const maxAnswerBytes = 16 * 1024;
/** Of the 4xx, those that say "later" rather than "never" (RFC 9110, RFC 6585). */
const passing = new Set([408, 425, 429]);

/** The check platform over HTTP: a signed POST, answered 202. */
export function httpCheckPlatform(options: HttpCheckPlatformOptions): CheckPlatform {
  const url = new URL(options.url.replace(/\/+$/, '') + checkPath);
  const fail = (reason: 'rejected' | 'unavailable', failure: CheckPlatformFailure) => {
    options.onFailure?.(failure);
    return refuse(reason);
  };
  return {
    async submit(request) {
      const body = JSON.stringify(request);
      const key = { keyId: checkRequestKeyId, secret: options.secret };
      try {
        const response = await fetch(url, {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/json',
            ...signatureOf({ method: 'POST', path: url.pathname, body }, key),
          },
          redirect: 'manual',
          signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
        });
        const { status } = response;
        const text = await readBounded(response, maxAnswerBytes);
        if (status >= 400 && status < 500 && !passing.has(status)) return fail('rejected', { cause: 'status', status });
        if (status !== 202) return fail('unavailable', { cause: 'status', status });
        const answer = text === undefined ? undefined : checkAcceptedSchema.safeParse(parseJson(text)).data;
        return answer ? ok(answer) : fail('unavailable', { cause: 'answerUnreadable', status });
      } catch (error) {
        // fetch's own errors quote the URL and sometimes the body's neighbourhood: only their kind goes on.
        const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
        return fail('unavailable', { cause: timedOut ? 'timeout' : 'connection' });
      }
    },
  };
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
