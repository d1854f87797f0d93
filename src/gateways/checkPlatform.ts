import {
  type CheckAccepted,
  type CheckRequest,
  checkAcceptedSchema,
  checkPath,
  checkRequestKeyId,
} from '../contracts/checkPlatform.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type GatewayFailure, type GatewayOptions, isFinal, signedExchange } from './signedExchange.ts';

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

/** The check platform over HTTP: a signed POST, answered 202. */
export function httpCheckPlatform(options: GatewayOptions): CheckPlatform {
  const url = new URL(options.url.replace(/\/+$/, '') + checkPath);
  const key = { keyId: checkRequestKeyId, secret: options.secret };
  const fail = (reason: 'rejected' | 'unavailable', failure: GatewayFailure) => {
    options.onFailure?.(failure);
    return refuse(reason);
  };
  return {
    async submit(request) {
      const body = JSON.stringify(request);
      const answer = await signedExchange({ method: 'POST', url, body, key, timeoutMs: options.timeoutMs });
      if (!answer.ok) return fail('unavailable', answer.refusal);
      const { status, json } = answer.value;
      if (isFinal(status)) return fail('rejected', { cause: 'status', status });
      if (status !== 202) return fail('unavailable', { cause: 'status', status });
      const accepted = checkAcceptedSchema.safeParse(json).data;
      return accepted ? ok(accepted) : fail('unavailable', { cause: 'answerUnreadable', status });
    },
  };
}
