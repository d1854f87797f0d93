import type { EffectName } from '../domain/case/events.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { traceparentNow } from '../tracing/spans.ts';
import type { Tx } from './pool.ts';

/** What the outbox can be asked to do: what a story asks for, and the sending of what is to be said. */
export type EffectToMake = EffectName | 'sendMessage';

/** A call to an outside system. Its id is unique to what asked for it; what it needs is found under the id. */
export interface Effect {
  readonly outboxId: string;
  readonly effect: EffectToMake;
  readonly attempts: number;
  /** In whose trace it was asked for. */
  readonly traceparent?: string | undefined;
}

export interface NewEffect extends Omit<Effect, 'attempts' | 'traceparent'> {
  /** None: no case asks for it. */
  readonly caseId: CaseId | undefined;
  readonly division: string;
  readonly at: Date;
  /** Business time before which it waits. */
  readonly notBefore?: Date;
}

/** Puts a call into the outbox, in the transaction that asks for it. */
export async function requestEffect(tx: Tx, wanted: NewEffect): Promise<void> {
  const { outboxId, caseId, division, effect, at, notBefore } = wanted;
  await tx.query(
    `insert into outbox (outbox_id, case_id, division, effect, payload, created_at, not_before) values ($1, $2, $3, $4, $5, $6, $7)`,
    [outboxId, caseId ?? null, division, effect, { traceparent: traceparentNow() }, at, notBefore ?? null],
  );
}

/** Takes calls whose time has come, an emergency's or the others. A taker that dies leaves them to the next one after half a minute. */
export async function claimDueEffects(
  tx: Tx,
  { urgent, limit }: { readonly urgent: boolean; readonly limit: number },
): Promise<Effect[]> {
  const { rows } = await tx.query(
    `update outbox set attempts = attempts + 1, next_try_at = clock_timestamp() + interval '30 seconds'
     where outbox_id in (select outbox_id from outbox where done_at is null and next_try_at <= clock_timestamp()
                           and (not_before is null or not_before <= (select business_now())) and urgent = $2
                         order by next_try_at limit $1 for update skip locked)
     returning outbox_id, effect, attempts, payload ->> 'traceparent' as traceparent`,
    [limit, urgent],
  );
  return rows.map((row) => ({
    outboxId: row.outbox_id,
    effect: row.effect,
    attempts: row.attempts,
    traceparent: row.traceparent ?? undefined,
  }));
}

export async function effectDone(tx: Tx, { outboxId }: Effect, answer: object): Promise<void> {
  await tx.query('update outbox set done_at = clock_timestamp(), answer = $2, last_error = null where outbox_id = $1', [
    outboxId,
    answer,
  ]);
}

/** Tries again after 1 s, doubling up to 5 minutes (5 s where somebody waits for money in an emergency), spread by a fifth so that a system coming back is not met by all at once. */
export async function effectFailed(tx: Tx, { outboxId, attempts }: Effect, code: string): Promise<void> {
  await tx.query(
    `update outbox set last_error = $2,
            next_try_at = clock_timestamp() + least(power(2, least($3::int, 16) - 1), case when urgent then 5 else 300 end) * (0.9 + random() * 0.2) * interval '1 second'
     where outbox_id = $1`,
    [outboxId, code, attempts],
  );
}

/** It was not the hour for it: waits for a better one, and nothing was tried. */
export async function effectPostponed(tx: Tx, { outboxId }: Effect, notBefore: Date): Promise<void> {
  await tx.query(
    'update outbox set not_before = $2, attempts = attempts - 1, next_try_at = clock_timestamp() where outbox_id = $1',
    [outboxId, notBefore],
  );
}
