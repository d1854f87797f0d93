import { readBusinessClock } from '../db/businessClock.ts';
import type { Tx } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { type PolicyKey, policyLookup } from '../domain/policy.ts';
import type { PolicySource } from './source.ts';

/** The account a county pays from (国库集中支付账户): dated policy like every other value. */
export interface Debtor {
  readonly name: string;
  readonly accountNo: string;
  readonly bankCode: string;
}

/** Reads it as of today; a county that has set none cannot pay, and is told which value is missing. */
export function debtorOf(source: PolicySource): (tx: Tx, county: string) => Promise<Debtor> {
  return async (tx, county) => {
    const { book } = await source.read(tx);
    const today = businessDateOf((await readBusinessClock(tx)).now);
    const lookup = policyLookup(book, county as DivisionCode, today, today);
    const text = (key: PolicyKey & `payment.debtor.${string}`): string => {
      const answer = lookup(key);
      if (!answer.ok) throw new Error(`No ${key} is set for ${county}; add it to counties/*.yaml, and reload`);
      return answer.value.value;
    };
    return {
      name: text('payment.debtor.name'),
      accountNo: text('payment.debtor.account'),
      bankCode: text('payment.debtor.bankCode'),
    };
  };
}
