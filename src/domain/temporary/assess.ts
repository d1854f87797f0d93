import type { AssessedAid } from '../case/events.ts';
import { fromPolicy } from '../dibao/facts.ts';
import { prepared } from '../dibao/prepared.ts';
import { assisted } from '../dibao/standard.ts';
import { type Fen, fen, zeroFen } from '../money.ts';
import { type Outcome, ok } from '../outcome.ts';
import type { PolicyLookup, PolicyMissing, PolicyValue } from '../policy.ts';
import { type Explanation, type RuleNotInForce, rule } from '../rules.ts';
import { borne, cause, degree, familyMonth, info } from './burden.ts';
import { earlierTogether, sameCauseBefore } from './earlier.ts';
import type { TemporaryFacts, TemporaryInput } from './input.ts';
import { reasonsAgainst, type TemporaryReason } from './reasons.ts';

/** What temporary assistance gives a family for what struck it, once, and how that comes about. */
export interface TemporaryAssessment {
  readonly eligible: boolean;
  readonly reasons: readonly TemporaryReason[];
  readonly amountFen: Fen;
  readonly aid: AssessedAid;
  readonly explanation: Explanation;
  readonly policyUsed: readonly PolicyValue[];
}

/** 月标准 × 人数 × 月数: by the degree, never more than the months of policy. */
const byDegree = rule(
  info('byDegree', '按困难程度计算的金额', 'By the degree', 'SAL-2026 art. 29', 'fen'),
  { familyMonth, degree, maxMonths: fromPolicy('temporary.maxMonths', 'month', 'Most months') },
  ({ familyMonth, degree, maxMonths }) => familyMonth * Math.min(degree[0]?.months ?? 0, maxMonths),
);

const cap = rule(
  info('cap', '按人数计算的上限', 'Cap for so many persons', 'SAL-2026 art. 29', 'fen'),
  { familyMonth, multiple: fromPolicy('temporary.capMultiple', 'multiple', 'Cap in months of the standard') },
  ({ familyMonth, multiple }) => familyMonth * multiple,
);

/** Not more than the family has to bear, than its degree gives, than the cap. */
const amount = rule(
  info('amount', '救助金额', 'Amount', 'SAL-2026 art. 29', 'fen'),
  { reasonsAgainst, borne, byDegree, cap },
  ({ borne, byDegree, cap }) => Math.min(borne, byDegree, cap),
);

/** Everything that is decided with the amount: who may decide it, and whether it is posted. */
const assessed = rule(
  info('assessed', '临时救助测算', 'Temporary assistance', 'SAL-2026 arts. 29, 44', 'list'),
  {
    amount,
    reasonsAgainst,
    cause,
    assisted,
    earlierTogether,
    sameCauseBefore,
    postingDays: fromPolicy('temporary.postingDays', 'pieces', 'Days of posting'),
  },
  ({ amount, reasonsAgainst, cause, assisted, earlierTogether, sameCauseBefore, postingDays }) => ({
    amountFen: reasonsAgainst.length === 0 ? amount : 0,
    reasons: reasonsAgainst,
    aid: { cause, persons: assisted, earlierFen: earlierTogether, sameCause: sameCauseBefore, posted: postingDays > 0 },
  }),
);

/** Whether a family is helped on `input.on`, and with how much in all. Pure and exact; refuses where a dated value is missing. */
export function assessTemporary(
  input: TemporaryInput,
  policy: PolicyLookup,
): Outcome<TemporaryAssessment, PolicyMissing | RuleNotInForce> {
  const ready = prepared(input, policy);
  if (!ready.ok) return ready;
  const facts: TemporaryFacts = { ...ready.value.facts, input };
  const found = assessed(facts);
  if (!found.ok) return found;
  const { amountFen, reasons, aid } = found.value.value;
  return ok({
    eligible: reasons.length === 0,
    reasons,
    amountFen: reasons.length === 0 ? fen(amountFen) : zeroFen,
    aid,
    explanation: found.value,
    policyUsed: ready.value.used(),
  });
}
