import type { EffectName } from '../domain/case/events.ts';
import type { CaseId } from '../domain/case/ids.ts';
import type { Tx } from './pool.ts';

/** A call to an outside system that the record asks for. Its id is unique to what asked for it. */
export interface Effect {
  readonly outboxId: string;
  readonly caseId: CaseId;
  readonly effect: EffectName;
  readonly attempts: number;
}

/** Puts a call into the outbox, in the transaction that asks for it. */
export async function requestEffect(
  tx: Tx,
  effect: Omit<Effect, 'attempts'> & { readonly division: string; readonly at: string },
): Promise<void> {
  await tx.query(
    `insert into outbox (outbox_id, case_id, division, effect, payload, created_at) values ($1, $2, $3, $4, '{}', $5)`,
    [effect.outboxId, effect.caseId, effect.division, effect.effect, effect.at],
  );
}

/** Takes calls whose time has come. A taker that dies leaves them to the next one after half a minute. */
export async function claimDueEffects(tx: Tx, limit: number): Promise<Effect[]> {
  const { rows } = await tx.query(
    `update outbox set attempts = attempts + 1, next_try_at = clock_timestamp() + interval '30 seconds'
     where outbox_id in (select outbox_id from outbox where done_at is null and next_try_at <= clock_timestamp()
                         order by next_try_at limit $1 for update skip locked)
     returning outbox_id, case_id, effect, attempts`,
    [limit],
  );
  return rows.map((row) => ({
    outboxId: row.outbox_id,
    caseId: row.case_id,
    effect: row.effect,
    attempts: row.attempts,
  }));
}

export async function effectDone(tx: Tx, { outboxId }: Effect, answer: object): Promise<void> {
  await tx.query('update outbox set done_at = clock_timestamp(), answer = $2, last_error = null where outbox_id = $1', [
    outboxId,
    answer,
  ]);
}

/** Tries again after 1 s, doubling up to 5 minutes, spread by a fifth so that a system coming back is not met by all at once. */
export async function effectFailed(tx: Tx, { outboxId, attempts }: Effect, code: string): Promise<void> {
  await tx.query(
    `update outbox set last_error = $2,
            next_try_at = clock_timestamp() + least(power(2, least($3::int, 16) - 1), 300) * (0.9 + random() * 0.2) * interval '1 second'
     where outbox_id = $1`,
    [outboxId, code, attempts],
  );
}
