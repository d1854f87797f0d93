import type { LawOfTheDay } from '../../workflows/messages.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { policyLookup } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';

/** What a judgement needs of today's policy in a township. Where a value is missing, the stricter answer holds. */
export function lawOfTheDay(pool: Pool, source: PolicySource): (township: string) => Promise<LawOfTheDay> {
  return (township) =>
    inTransaction(pool, async (tx) => {
      const { book } = await source.read(tx);
      const { rows } = await tx.query<{ now: Date }>('select business_now() as now');
      const today = businessDateOf(rows[0]!.now.getTime());
      const lookup = policyLookup(book, township as DivisionCode, today, today);
      const delegated = lookup('delegation.dibao');
      const investigators = lookup('staff.minInvestigators');
      return {
        today,
        delegationInForce: delegated.ok && delegated.value.value,
        minInvestigators: investigators.ok ? investigators.value.value : Number.MAX_SAFE_INTEGER,
      };
    });
}
