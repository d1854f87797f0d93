import { addFen, type Fen, fen, zeroFen } from '../money.ts';
import { type Outcome, ok } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import { type Explanation, type RuleNotInForce, rule } from '../rules.ts';
import { base } from './amount.ts';
import { type IneligibilityReason, reasonsAgainst } from './eligibility.ts';
import { info } from './facts.ts';
import type { AssessmentInput } from './input.ts';
import { prepared, type StoredAssessment, storedPolicy } from './prepared.ts';
import { topUpOn } from './topup.ts';

export type { IneligibilityReason } from './eligibility.ts';

/** What the law gives a family on a day, and how. */
export interface Assessment {
  readonly eligible: boolean;
  /** Empty exactly where eligible. */
  readonly reasons: readonly IneligibilityReason[];
  /** What is paid each month, by component: none where not eligible, no `topup` where it would be nothing. */
  readonly components: readonly { readonly component: 'base' | 'topup'; readonly fenPerMonth: Fen }[];
  /** The sum of the components. */
  readonly amountFen: Fen;
  readonly explanation: Explanation;
  /** Every dated value the calculation asked for: with the input, enough to repeat it. */
  readonly policyUsed: readonly PolicyValue[];
}

type NotAssessable = PolicyMissing | RuleNotInForce;

const granted = rule(
  info('granted', '每月发放金额', 'Paid each month', 'MCA-57 arts. 21, 23, 27', 'components'),
  { reasonsAgainst, base, topUp: topUpOn(base) },
  ({ base, topUp }) => ({ base, topUp }),
);

/**
 * Whether a family has a right to dibao on `input.on`, and to how much a month. Pure and exact; refuses where a dated
 * value is missing. Throws RangeError for an input no form can produce (a member that is not there, a negative amount).
 */
export function assess(input: AssessmentInput, policy: PolicyLookup): Outcome<Assessment, NotAssessable> {
  const ready = prepared(input, policy);
  if (!ready.ok) return ready;
  const { facts, used } = ready.value;

  const against = reasonsAgainst(facts);
  if (!against.ok) return against;
  const reasons = against.value.value;
  const refused = { eligible: false, reasons, components: [], amountFen: zeroFen, explanation: against.value };
  if (reasons.length > 0) return ok({ ...refused, policyUsed: used() });

  const grant = granted(facts);
  if (!grant.ok) return grant;
  const amounts = { base: fen(grant.value.value.base), topup: fen(grant.value.value.topUp) };
  return ok({
    eligible: true,
    reasons: [],
    components: [
      { component: 'base', fenPerMonth: amounts.base },
      ...(amounts.topup > 0 ? [{ component: 'topup' as const, fenPerMonth: amounts.topup }] : []),
    ],
    amountFen: addFen(amounts.base, amounts.topup),
    explanation: grant.value,
    policyUsed: used(),
  });
}

/** The same calculation from what was stored with the decision and nothing else: it gives the same fen. */
export function replay(stored: StoredAssessment): Outcome<Assessment, NotAssessable> {
  return assess(stored.input, storedPolicy(stored));
}
