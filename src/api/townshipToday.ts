import { businessClock, keepBusinessClock } from '../db/businessClock.ts';
import { policyVersion } from '../db/policy.ts';
import { type Tx, together } from '../db/pool.ts';
import { township } from '../db/queries/applications.ts';
import { about, ask } from '../db/questions.ts';
import type { Policy, PolicySource } from '../policy/source.ts';

/** What a window must know to take something in: whether there is such a township, the time, and policy. */
export interface TownshipToday {
  readonly isKnown: boolean;
  readonly now: number;
  readonly policy: Policy;
}

export async function townshipToday(tx: Tx, source: PolicySource, code: string): Promise<TownshipToday> {
  const asked = ask(tx, 'township today', {
    isKnown: about(code, township),
    clock: businessClock,
    version: policyVersion,
  });
  const [, { isKnown, clock, version }] = await together([keepBusinessClock(tx), asked]);
  return { isKnown, now: clock.now, policy: await source.at(tx, version) };
}
