import {
  type MessageAccepted,
  type MessageRequest,
  messageAcceptedSchema,
  messageRequestKeyId,
  messagesPath,
} from '../contracts/messages.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type GatewayFailure, type GatewayOptions, signedExchange } from './signedExchange.ts';

/** The text-message gateway as we need it (短信网关). What became of a message comes later, to our callback. */
export interface MessageGateway {
  /**
   * - `refused`: the gateway will never take this message (422): it is done with
   * - `unavailable`: no answer, or one that may change, such as that our key is not accepted: look up, then send again
   */
  submit(message: MessageRequest): Promise<Outcome<MessageAccepted, 'refused' | 'unavailable'>>;
  /** Whether the gateway has a message of this id of ours. `unknown`: it has not, and nothing was sent. */
  lookUp(messageId: string): Promise<Outcome<MessageAccepted, 'unknown' | 'unavailable'>>;
}

/** The gateway over HTTP: a signed POST, answered 202, and a signed GET. */
export function httpMessageGateway(options: GatewayOptions): MessageGateway {
  const base = options.url.replace(/\/+$/, '') + messagesPath;
  const key = { keyId: messageRequestKeyId, secret: options.secret };
  const unavailable = (failure: GatewayFailure) => {
    options.onFailure?.(failure);
    return refuse('unavailable' as const);
  };

  /** Taken where the status is `good`; `never` where it is the one that says so for good. */
  async function ask<R extends string>(
    request: { method: 'GET' | 'POST'; url: URL; body?: string },
    good: number,
    [never, refusal]: readonly [status: number, refusal: R],
  ): Promise<Outcome<MessageAccepted, R | 'unavailable'>> {
    const answer = await signedExchange({ ...request, key, timeoutMs: options.timeoutMs });
    if (!answer.ok) return unavailable(answer.refusal);
    const { status, json } = answer.value;
    if (status === never) return refuse(refusal);
    if (status !== good) return unavailable({ cause: 'status', status });
    const accepted = messageAcceptedSchema.safeParse(json).data;
    return accepted ? ok(accepted) : unavailable({ cause: 'answerUnreadable', status });
  }

  return {
    submit: (message) =>
      ask({ method: 'POST', url: new URL(base), body: JSON.stringify(message) }, 202, [422, 'refused']),
    lookUp: (messageId) =>
      ask({ method: 'GET', url: new URL(`${base}/${encodeURIComponent(messageId)}`) }, 200, [404, 'unknown']),
  };
}
