import type { MessageReceipt } from '../../contracts/messages.ts';
import { type CallbackOutcome, type CallbackTarget, callbackHeaders, deliver, post, type Retry } from '../callbacks.ts';
import type { TakenMessage } from '../messages.ts';

/** One receipt to the callback, as it ended. */
export interface Delivery {
  readonly messageId: string;
  readonly outcome: CallbackOutcome;
}

/** Sends the receipt of a message the way its mode has it; faulty ones are sent once, good ones until they are taken. */
export async function sendReceipt(
  { request: { messageId, requestedAt }, gatewayMessageId, mode }: TakenMessage,
  target: CallbackTarget,
  retry: Retry,
  signal: AbortSignal,
): Promise<Delivery[]> {
  const ids = { messageId, gatewayMessageId, receiptId: `${gatewayMessageId}-R:${messageId}`, at: requestedAt };
  const body = JSON.stringify(receiptOf(ids, mode));
  const sent = (outcome: CallbackOutcome): Delivery => ({ messageId, outcome });
  const once = async (headers: Record<string, string>) => sent(await post(target.url, headers, body, signal));
  const good = async () => sent(await deliver(target, body, retry, signal));
  switch (mode) {
    case 'twice':
      return [await good(), await good()];
    case 'replay': {
      const headers = callbackHeaders(target, body);
      return [await once(headers), await once(headers)];
    }
    case 'wrongSignature':
      return [await once(callbackHeaders({ ...target, secret: `not ${target.secret}` }, body))];
    default:
      return [await good()];
  }
}

type Ids = Pick<MessageReceipt, 'messageId' | 'gatewayMessageId' | 'receiptId' | 'at'>;

function receiptOf(ids: Ids, mode: TakenMessage['mode']): MessageReceipt {
  if (mode === 'unknownNumber') return { ...ids, status: 'undeliverable', reason: 'unknownNumber' };
  if (mode === 'switchedOff') return { ...ids, status: 'failed', reason: 'switchedOff' };
  return { ...ids, status: 'delivered' };
}
