import type { PlainDate } from './calendar.ts';
import type { DivisionCode } from './case/ids.ts';
import { type PolicyBook, policyOn } from './policy.ts';
import { type PolicyKey, policyKeys } from './policyKeys.ts';

/**
 * What nobody has set, of all that a case of this place may ask for. A place where something is missing cannot take an
 * application: the case would come to a stand in the middle of its procedure.
 */
export function missingPolicy(book: PolicyBook, division: DivisionCode, on: PlainDate): readonly PolicyKey[] {
  const mode = policyOn(book, 'dibao.amountMode', division, on, on);
  const byTiers = mode.ok && mode.value.value === 'tier';
  return (Object.keys(policyKeys) as PolicyKey[]).filter(
    (key) => (key !== 'dibao.tiers' || byTiers) && !policyOn(book, key, division, on, on).ok,
  );
}
