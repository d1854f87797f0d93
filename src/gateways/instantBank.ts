import {
  type InstantState,
  type InstantTransfer,
  instantRequestKeyId,
  instantStateSchema,
  instantTransfersPath,
} from '../contracts/instantTransfer.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type GatewayFailure, type GatewayOptions, signedExchange } from './signedExchange.ts';

/** `unavailable`: no answer that can be read. Of a transfer that was sent it says nothing: it may have been executed. */
export type InstantAnswer = Outcome<InstantState, 'unavailable'>;

/** A bank's instant channel as we need it (实时代付). */
export interface InstantBank {
  submit(transfer: InstantTransfer): Promise<InstantAnswer>;
  lookUp(transferId: string): Promise<InstantAnswer>;
  /** Asks the bank never to execute it. */
  recall(transferId: string): Promise<InstantAnswer>;
}

/** The channel over HTTP. Every answer that counts is a 200: of any other we do not know what was done. */
export function httpInstantBank(options: GatewayOptions): InstantBank {
  const base = options.url.replace(/\/+$/, '') + instantTransfersPath;
  const key = { keyId: instantRequestKeyId, secret: options.secret };
  const unavailable = (failure: GatewayFailure) => {
    options.onFailure?.(failure);
    return refuse('unavailable' as const);
  };
  const ask = async (method: 'GET' | 'POST', place: string, body?: string): Promise<InstantAnswer> => {
    const url = new URL(base + place);
    const request = { method, url, key, timeoutMs: options.timeoutMs, ...(body === undefined ? {} : { body }) };
    const answer = await signedExchange(request);
    if (!answer.ok) return unavailable(answer.refusal);
    const { status, json } = answer.value;
    if (status !== 200) return unavailable({ cause: 'status', status });
    const said = instantStateSchema.safeParse(json).data;
    return said ? ok(said) : unavailable({ cause: 'answerUnreadable', status });
  };
  return {
    submit: (transfer) => ask('POST', '', JSON.stringify(transfer)),
    lookUp: (transferId) => ask('GET', `/${encodeURIComponent(transferId)}`),
    recall: (transferId) => ask('POST', `/${encodeURIComponent(transferId)}/recall`),
  };
}
