import { type Outcome, ok } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import { choose, type Explanation, fact, type Rule, type RuleNotInForce, rule } from '../rules.ts';
import { type DibaoFacts, fromPolicy, info } from './facts.ts';
import type { AssessmentInput } from './input.ts';
import { prepared } from './prepared.ts';
import { somebodyAble } from './workAbility.ts';

/**
 * A: nobody able to work, little changes in a short time. B: somebody able to work. C: short-term difficulty, which no
 * rule can tell and an officer finds (MCA-57 art. 31; the letters are local custom).
 */
export type ReviewClass = 'A' | 'B' | 'C';

/** How often a family is reviewed, and why. */
export interface ReviewCadence {
  readonly reviewClass: ReviewClass;
  readonly months: number;
  readonly explanation: Explanation;
  readonly policyUsed: readonly PolicyValue[];
}

const article = 'MCA-57 art. 31';

type ReviewFacts = DibaoFacts & { readonly shortTerm: boolean };

const shortTerm = fact(
  info('review.shortTerm', '认定为短期困难', 'Found to be in short-term difficulty', article, 'yesNo'),
  ({ shortTerm }: ReviewFacts) => ok({ value: shortTerm, source: shortTerm ? '工作人员认定' : '未作短期困难认定' }),
);

const reviewClass: Rule<ReviewFacts, ReviewClass> = rule(
  info('review.class', '核查类别', 'Review class', article, 'code'),
  { shortTerm, somebodyAble },
  ({ shortTerm, somebodyAble }) => {
    if (shortTerm) return 'C';
    return somebodyAble ? 'B' : 'A';
  },
);

const months = choose<ReviewFacts, ReviewClass, number>(reviewClass, {
  A: fromPolicy('review.months', 'pieces', 'Months, nobody able to work'),
  B: fromPolicy('review.monthsAbleToWork', 'pieces', 'Months, somebody able to work'),
  C: fromPolicy('review.monthsShortTerm', 'pieces', 'Months, short-term difficulty'),
});

const cadence = rule(
  info('review.cadence', '定期核查安排', 'Review cadence', article, 'list'),
  { reviewClass, months },
  ({ reviewClass, months }) => ({ reviewClass, months }),
);

/** The class of a family as it is on `input.on`, and every how many months it is reviewed. */
export function reviewCadence(
  input: AssessmentInput,
  found: { readonly shortTerm: boolean },
  policy: PolicyLookup,
): Outcome<ReviewCadence, PolicyMissing | RuleNotInForce> {
  const ready = prepared(input, policy);
  if (!ready.ok) return ready;
  const { facts, used } = ready.value;
  const evaluated = cadence({ ...facts, ...found });
  if (!evaluated.ok) return evaluated;
  return ok({ ...evaluated.value.value, explanation: evaluated.value, policyUsed: used() });
}
