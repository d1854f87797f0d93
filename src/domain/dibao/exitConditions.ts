import { ok } from '../outcome.ts';
import type { ExitCause } from '../policyTables.ts';
import { fact, type Rule, rule } from '../rules.ts';
import { type IneligibilityReason, propertyReasons, somebodyPaid } from './eligibility.ts';
import { type DibaoFacts, fromPolicy, info, reckoned, sourceOf } from './facts.ts';
import { assistedIncome } from './income.ts';
import { assistedNeed } from './standard.ts';

/** Why a family may not leave the benefit gradually. */
export type ExitReason =
  | 'causeNotCovered'
  | 'monthsNotOffered'
  | 'incomeStillBelowStandard'
  | 'incomeAboveBand'
  | IneligibilityReason;

/** What a gradual exit is asked with besides the household as it is now. */
export interface ExitFacts extends DibaoFacts {
  readonly cause: ExitCause;
  /** How many months are asked for, where the place leaves a choice. */
  readonly monthsAsked?: number;
  /** The monthly base amount before. */
  readonly baseBefore: number;
}

export const exitArticle = 'MCA-57 art. 33; NOTICE-2022 part 1';

const offered: Rule<ExitFacts, readonly number[]> = fact(
  info('exit.offered', '该情形可给予的渐退月数', 'Months this cause may be given', exitArticle, 'list'),
  ({ policy, cause }: ExitFacts) => {
    const found = policy('grace.months');
    if (!found.ok) return found;
    const grace = found.value.value.find((each) => each.cause === cause);
    return ok({ value: grace?.months ?? [], source: `${cause}，${sourceOf(found.value)}` });
  },
);

const asked = fact(
  info('exit.asked', '拟给予的渐退月数', 'Months asked for', exitArticle, 'pieces'),
  ({ monthsAsked }: ExitFacts) => ok({ value: monthsAsked ?? null, source: '拟办意见' }),
);

/** 渐退月数: what is asked for, or the first that is offered; never more than the most there is. */
export const monthsGranted = rule(
  info('exit.months', '渐退月数', 'Months of gradual exit', exitArticle, 'pieces'),
  { offered, asked, most: fromPolicy('grace.maxMonths', 'pieces', 'Most months') },
  ({ offered, asked, most }) => Math.min(asked ?? offered[0] ?? 0, most),
);

/** 渐退收入上限: a multiple of what those assisted need. Cut to the fen: for whole fen, not above the cut is not above it. */
export const exitBand = rule(
  info('exit.band', '渐退收入上限', 'Income up to which an exit is gradual', exitArticle, reckoned),
  { assistedNeed, multiple: fromPolicy('grace.bandMultiple', 'multiple', 'Multiple of the standard') },
  ({ assistedNeed, multiple }) => Math.floor((assistedNeed * multiple.numerator) / multiple.denominator),
);

/** What stands against a gradual exit; nothing: it may be granted (可以给予). */
export const reasonsAgainstExit = rule(
  info('exit.reasons', '不适用渐退的情形', 'What stands against a gradual exit', exitArticle, 'list'),
  { offered, asked, assistedIncome, assistedNeed, exitBand, propertyReasons, somebodyPaid },
  ({
    offered,
    asked,
    assistedIncome,
    assistedNeed,
    exitBand,
    propertyReasons,
    somebodyPaid,
  }): readonly ExitReason[] => [
    ...reason(offered.length === 0, 'causeNotCovered'),
    ...reason(offered.length > 0 && asked !== null && !offered.includes(asked), 'monthsNotOffered'),
    ...reason(assistedIncome < assistedNeed, 'incomeStillBelowStandard'),
    ...reason(assistedIncome > exitBand, 'incomeAboveBand'),
    ...propertyReasons,
    ...reason(!somebodyPaid, 'everyShareStopped'),
  ],
);

function reason(applies: boolean, code: ExitReason): readonly ExitReason[] {
  return applies ? [code] : [];
}
