import type { Fen } from '../money.ts';
import type { Outcome } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import type { Explanation, RuleNotInForce } from '../rules.ts';
import type { AssessmentInput } from './input.ts';

/** Why a family is not eligible. */
export type IneligibilityReason =
  | 'incomeNotBelowStandard'
  | 'financialAssetsAboveLimit'
  | 'vehiclesAboveLimit'
  | 'housesAboveLimit'
  | 'nonResidentialAboveLimit'
  | 'businessNotAllowed'
  | 'incomeAboveEdge'
  | 'familyQualifiesAsWhole'
  | 'noSinglePersonGround';

/** What the law gives a family on a day, and how. */
export interface Assessment {
  readonly eligible: boolean;
  /** Empty exactly where eligible. */
  readonly reasons: readonly IneligibilityReason[];
  /** What is paid each month, by component; empty where not eligible, without `topup` where there is none. */
  readonly components: readonly { readonly component: 'base' | 'topup'; readonly fenPerMonth: Fen }[];
  /** The sum of the components. */
  readonly amountFen: Fen;
  readonly explanation: Explanation;
  /** Every dated value the calculation asked for: with the input, enough to repeat it. */
  readonly policyUsed: readonly PolicyValue[];
}

export declare function assess(
  input: AssessmentInput,
  policy: PolicyLookup,
): Outcome<Assessment, PolicyMissing | RuleNotInForce>;
/** The same calculation from what was stored with the decision and nothing else: it gives the same fen. */
export declare function replay(stored: {
  readonly input: AssessmentInput;
  readonly policyUsed: readonly PolicyValue[];
}): Outcome<Assessment, PolicyMissing | RuleNotInForce>;
