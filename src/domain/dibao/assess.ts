import { addFen, type Fen, fen, zeroFen } from '../money.ts';
import { type Outcome, ok, refuse } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import { type Explanation, type RuleNotInForce, rule } from '../rules.ts';
import { base } from './amount.ts';
import { type IneligibilityReason, reasonsAgainst } from './eligibility.ts';
import { type DibaoFacts, info } from './facts.ts';
import type { AssessmentInput } from './input.ts';
import { standardKey } from './standard.ts';
import { topUp } from './topup.ts';

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

/** What a decision keeps, so that anybody can repeat its calculation years later. */
export type StoredAssessment = { readonly input: AssessmentInput } & Pick<Assessment, 'policyUsed'>;

type NotAssessable = PolicyMissing | RuleNotInForce;

const granted = rule(
  info('granted', '每月发放金额', 'Paid each month', 'MCA-57 arts. 21, 23, 27', 'components'),
  { reasonsAgainst, base, topUp },
  ({ base, topUp }) => ({ base, topUp }),
);

/**
 * Whether a family has a right to dibao on `input.on`, and to how much a month. Pure and exact; refuses where a dated
 * value is missing. Throws RangeError for an input no form can produce (a member that is not there, a negative amount).
 */
export function assess(input: AssessmentInput, policy: PolicyLookup): Outcome<Assessment, NotAssessable> {
  requireSound(input);
  const { lookup, used } = remembering(policy);
  const standard = lookup(standardKey(input));
  if (!standard.ok) return standard;
  const facts: DibaoFacts = {
    on: input.on,
    input,
    policy: lookup,
    reckoning: reckoningOf(input, standard.value.value.per),
  };

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
export function replay({ input, policyUsed }: StoredAssessment): Outcome<Assessment, NotAssessable> {
  return assess(input, ((key) => {
    const stored = policyUsed.find((value) => value.key === key);
    return stored
      ? ok(stored)
      : refuse({ code: 'policyMissing', key, division: input.division, on: input.on, knownAt: input.on });
  }) as PolicyLookup);
}

/** Sums are formed per month where everything is monthly, else per year: twelve months are exact, a twelfth of a year is not. */
function reckoningOf({ incomes, deductions }: AssessmentInput, standardPer: 'month' | 'year'): DibaoFacts['reckoning'] {
  const monthly = standardPer === 'month' && [...incomes, ...deductions].every(({ period }) => period === 'month');
  return monthly ? 'month' : 'year';
}

/** A look-up that keeps each value it gave, once, in the order first asked. */
function remembering(policy: PolicyLookup): {
  readonly lookup: PolicyLookup;
  readonly used: () => readonly PolicyValue[];
} {
  const given = new Map<string, PolicyValue>();
  const lookup: PolicyLookup = (key) => {
    const found = policy(key);
    if (found.ok && !given.has(key)) given.set(key, found.value);
    return found;
  };
  return { lookup, used: () => [...given.values()] };
}

function requireSound({ members, incomes, deductions, property }: AssessmentInput): void {
  const amounts = [...incomes, ...deductions, ...property].flatMap((item) =>
    'amountFen' in item ? [item.amountFen] : [],
  );
  if (amounts.some((amount) => !Number.isSafeInteger(amount) || amount < 0))
    throw new RangeError('amounts are whole fen, not negative');
  if ([...incomes, ...deductions].some(({ memberIndex }) => !members[memberIndex]))
    throw new RangeError('memberIndex names no member');
  if (members[0]?.relation !== 'applicant') throw new RangeError('members begin with the applicant');
}
