import { type Outcome, ok, refuse } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import type { DibaoFacts } from './facts.ts';
import type { AssessmentInput } from './input.ts';
import { standardKey } from './standard.ts';

/** What a decision keeps, so that anybody can repeat its calculation years later. */
export interface StoredAssessment {
  readonly input: AssessmentInput;
  /** Every dated value the calculation asked for. */
  readonly policyUsed: readonly PolicyValue[];
}

/**
 * The facts a calculation begins from, and what it will have asked of policy by its end. Throws RangeError for an input
 * no form can produce (a member that is not there, a negative amount).
 */
export function prepared(
  input: AssessmentInput,
  policy: PolicyLookup,
): Outcome<{ readonly facts: DibaoFacts; readonly used: () => readonly PolicyValue[] }, PolicyMissing> {
  requireSound(input);
  const { lookup, used } = remembering(policy);
  const standard = lookup(standardKey(input));
  if (!standard.ok) return standard;
  const reckoning = reckoningOf(input, standard.value.value.per);
  return ok({ facts: { on: input.on, input, policy: lookup, reckoning }, used });
}

/** Policy as it was stored with a decision, and nothing else: with it the calculation gives the same fen. */
export function storedPolicy({ input: { division, on }, policyUsed }: StoredAssessment): PolicyLookup {
  return ((key) => {
    const stored = policyUsed.find((value) => value.key === key);
    return stored ? ok(stored) : refuse({ code: 'policyMissing', key, division, on, knownAt: on });
  }) as PolicyLookup;
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
