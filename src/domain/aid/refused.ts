import type { RefusalCode } from '../authority.ts';
import type { Particulars } from '../case/events.ts';
import type { Key } from '../case/ids.ts';
import { type CaseState, needsCountyVisit, type OpenTask } from '../case/state.ts';
import type { TemporaryLaw } from '../temporary/law.ts';
import { isAboveCap } from './cap.ts';
import { type AidStage, stagesFrom, stagesLeft, totalOf } from './plan.ts';

/** What the law of the day says of first aid; amounts in fen. */
export interface FirstAidLaw {
  readonly delegated: boolean;
  /** What a township may give for one event without asking. */
  readonly limitFen: number;
  /** The most a person may be given for one event. */
  readonly capPerPersonFen: number;
}

/** What the judgements of aid need of the day's law. Where a value is missing, nothing may be given by it. */
export interface AidLaw {
  readonly today: string;
  readonly firstAid?: FirstAidLaw;
  readonly temporary?: TemporaryLaw;
}

function givesMoney(outcome: string): boolean {
  return ['transfer', 'cash', 'goods'].includes(outcome);
}

/**
 * What a decision spends of the township's standby fund (备用金), in fen: what a township gives by its own decision. What
 * the county decided, the county pays.
 */
export function standbyFundSpending(state: CaseState, task: Key, outcome: string, particulars: Particulars): number {
  const kind = state.open[task]?.kind;
  if (!givesMoney(outcome)) return 0;
  if (kind === 'firstAid') return Number(particulars.amountFen);
  if (state.aid?.byCounty) return 0;
  if (kind === 'payOtherwise' || kind === 'bridge') return Number(particulars.amountFen);
  return kind === 'giveAid' ? (stagesLeft(state)[0]?.fen ?? 0) : 0;
}

/** A township gives within its delegation and its limit; nobody more than the cap (SAL-2026 arts. 44, 50). */
export function givingRefused(
  { aid = { persons: 1, givenFen: 0 }, meeting }: CaseState,
  { kind }: OpenTask,
  outcome: string,
  particulars: Particulars,
  { firstAid: law }: AidLaw,
): RefusalCode | undefined {
  if (!givesMoney(outcome)) return undefined;
  const amountFen = Number(particulars.amountFen);
  if (aid.dueFen !== undefined) return amountFen === aid.dueFen ? undefined : 'notTheAmountDecided';
  if (!law) return 'firstAidNotDelegated';
  if (isAboveCap(aid, amountFen, law.capPerPersonFen, meeting?.leaveFen)) return 'aboveAidCap';
  if (kind === 'countyAid' || aid.byCounty) return undefined;
  if (!law.delegated) return 'firstAidNotDelegated';
  return aid.givenFen + amountFen > law.limitFen ? 'aboveFirstAidLimit' : undefined;
}

/**
 * 过渡性救助: where the county has switched it on, a newly confirmed family is given once what it would otherwise wait for.
 * Whether its first month is paid already only the payment record can tell (src/commands/firstMonthPaid.ts).
 */
export function bridgingRefused(
  { stage, benefit, aid }: CaseState,
  particulars: Particulars,
  { temporary }: AidLaw,
): RefusalCode | undefined {
  if (stage !== 'benefit' || temporary?.bridgingMonths === undefined) return 'bridgingNotInForce';
  if (aid && aid.givenFen > 0) return 'bridgedAlready';
  const mostFen = (benefit?.amountFen ?? 0) * temporary.bridgingMonths;
  return Number(particulars.amountFen) > mostFen ? 'aboveBridging' : undefined;
}

/** Stages as they are proposed, and once more when they are decided: within the cap, and within the months of policy. */
export function planRefused(state: CaseState, stages: readonly AidStage[], law: AidLaw): RefusalCode | undefined {
  const { aid = { persons: 1, givenFen: 0 }, programme, meeting } = state;
  const capPerPersonFen = (programme === 'emergency' ? law.firstAid : law.temporary)?.capPerPersonFen ?? 0;
  if (isAboveCap(aid, totalOf(stages), capPerPersonFen, meeting?.leaveFen)) return 'aboveAidCap';
  const days = stages.flatMap(({ opens }) => (opens === 'now' || opens === 'fact' ? [] : [opens]));
  const until = law.temporary?.stagesUntil ?? '';
  return days.every((day, i) => day > (days[i - 1] ?? law.today) && day <= until) ? undefined : 'stageDatesUnfit';
}

export function proposalOfAidRefused(state: CaseState, particulars: Particulars, law: AidLaw): RefusalCode | undefined {
  const stages = stagesFrom(particulars.stages);
  const { programme, assessment } = state;
  if (programme === 'temporary') {
    if (state.reportUnweighed && particulars.withReason !== true) return 'reportUnweighed';
    const asAssessed = assessment?.eligible && assessment.amountFen === totalOf(stages);
    if (!asAssessed && particulars.withReason !== true) return 'amountChangedWithoutReason';
  }
  return planRefused(state, stages, law);
}

/** Approved as proposed, or not at all: what was found since, and what the law of this day says, is looked at again. */
export function approvalOfAidRefused(state: CaseState, particulars: Particulars, law: AidLaw): RefusalCode | undefined {
  const left = stagesLeft(state).filter(({ opens }) => opens === 'now' || opens === 'fact' || opens > law.today);
  if (left.length < stagesLeft(state).length) return 'stageDatesUnfit'; // the day came before the decision
  if (state.programme === 'temporary') {
    if (!state.proposal?.grant) return 'refusalWasProposed';
    if (state.matchesToSettle) return 'matchUnsettled';
    if (state.reportUnweighed && particulars.withReason !== true) return 'reportUnweighed';
    if (state.reportValidUntil !== undefined && law.today > state.reportValidUntil) return 'checkReportExpired';
    if (needsCountyVisit(state)) return 'countyVisitMissing';
    if (state.aid?.sameCause && particulars.withReason !== true) return 'sameCauseWithoutReason';
  }
  return planRefused(state, left, law);
}
