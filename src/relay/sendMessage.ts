import { storeMessageOutcome } from '../commands/messageOutcome.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { messageSent, openMessage } from '../db/messages.ts';
import type { Effect } from '../db/outbox.ts';
import { inTransaction } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { ok, refuse } from '../domain/outcome.ts';
import { mayGoAt, sendingHoursOn } from '../domain/sendingHours.ts';
import type { EffectAnswer, EffectDeps } from './effects.ts';

/**
 * Sends a message once. Whoever tried before may have been cut off between the sending and the note of it, so the
 * gateway is asked first whether it has the message. The hour is looked at again: a gateway that was away in the
 * morning is not made up for at night.
 */
export async function sendMessage(deps: EffectDeps, { outboxId, attempts }: Effect): Promise<EffectAnswer> {
  const { pool, messages } = deps;
  const { message, now, mayGo } = await readMessage(deps, outboxId);
  const sent = async (gateway: object) => {
    await inTransaction(pool, (tx) => messageSent(tx, outboxId));
    return ok(gateway);
  };

  if (attempts > 1) {
    const known = await messages.lookUp(outboxId);
    if (known.ok) return sent(known.value);
    if (known.refusal === 'unavailable') return known;
  }
  if (mayGo === undefined) return refuse('policyMissing');
  if (mayGo > now) return { notBefore: new Date(mayGo) };

  const { to, text } = message;
  const answer = await messages.submit({ messageId: outboxId, to, text, requestedAt: new Date(now).toISOString() });
  if (answer.ok) return sent(answer.value);
  if (answer.refusal === 'unavailable') return answer;
  await refusedForGood(deps, outboxId);
  return ok({ refused: true });
}

async function readMessage({ pool, cipher, policy }: EffectDeps, messageId: string) {
  return inTransaction(pool, async (tx) => {
    const message = await openMessage(tx, cipher, messageId);
    const { now } = await readBusinessClock(tx);
    const { book, calendar } = await policy.read(tx);
    const hours = sendingHoursOn(book, message.division as DivisionCode, businessDateOf(now));
    const mayGo = message.urgent ? now : hours && mayGoAt(now, hours, calendar);
    return { message, now, mayGo };
  });
}

/** No receipt will come of it: what the gateway said is one. Where the case cannot be told now, it is told again. */
async function refusedForGood({ pool, cipher, cases }: EffectDeps, messageId: string): Promise<void> {
  const outcome = { status: 'undeliverable', reason: 'refusedByGateway' } as const;
  const stored = await inTransaction(pool, (tx) =>
    storeMessageOutcome(tx, cipher, { messageId, receiptId: `refused:${messageId}`, outcome }),
  );
  if (stored?.toTell) await cases.tell(stored.toTell.caseId, stored.toTell.fact).catch(() => undefined);
}
