import type { PlainDate } from '../calendar.ts';
import type { DibaoFacts } from '../dibao/facts.ts';
import type { AssessmentInput } from '../dibao/input.ts';
import type { Need } from './need.ts';

/** Aid that the same persons were given, or that is decided or proposed for them and not given yet. */
export interface EarlierAid {
  readonly on: PlainDate;
  readonly fen: number;
  readonly cause: string;
}

/** All an assessment of temporary aid rests on besides policy: the family as for dibao, and what struck it. */
export interface TemporaryInput extends AssessmentInput {
  readonly need: Need;
  readonly earlier: readonly EarlierAid[];
}

/** What the rules of temporary aid are asked with; those of the family's income and property are dibao's. */
export interface TemporaryFacts extends DibaoFacts {
  readonly input: TemporaryInput;
}
