import type { ClockKindName } from './case/clockKinds.ts';
import type { Doer, Particulars } from './case/events.ts';
import type { DivisionCode, Key, OfficerId } from './case/ids.ts';
import { type CaseState, clockOf, needsCountyVisit, type OpenTask } from './case/state.ts';
import { taskKinds } from './case/taskKinds.ts';
import { proposalRefused } from './proposal.ts';

/** Every reason for which a decision can be refused before anything is written. Texts: src/contracts/problems.ts. */
export const refusalCodes = [
  'taskNotOpen',
  'screenOutOfDate',
  'unknownOutcome',
  'wrongRole',
  'wrongDivision',
  'delegationNotInForce',
  'officerIsRelative',
  'samePersonTwice',
  'supplementAlreadyAsked',
  'tooFewInvestigators',
  'investigatorIsRelative',
  'countyVisitMissing',
  'checkReportExpired',
  'reportUnweighed',
  'matchUnsettled',
  'refusalWasProposed',
  'amountChangedWithoutReason',
  'grantWithoutAmount',
  'alreadyExtended',
  'nothingToExtend',
  'changeUnweighed',
  'lateReportUnanswered',
  'survivorsFileNeeded',
  'headNotChanged',
  'differsFromCalculation',
  'notARaise',
  'notALowering',
  'isSuspended',
  'notSuspended',
  'exitRunning',
  'noExitRunning',
  'gradualExitNotOpen',
  'stillEligible',
  'nothingToRevoke',
  'moreThanOwedBack',
  'tooManyInstalments',
  'fineTooHigh',
  'dateInFuture',
  'dateTooEarly',
  'firstAidNotDelegated',
  'aboveFirstAidLimit',
  'aboveEmergencyCap',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** What the law of the day says of first aid; amounts in fen. */
export interface FirstAidLaw {
  readonly delegated: boolean;
  /** What a township may give for one event without asking. */
  readonly limitFen: number;
  /** The most a person may be given for one event. */
  readonly capPerPersonFen: number;
}

/** A decision somebody wants to take, with the dated law it must be judged by. */
export interface Judged extends Doer {
  readonly task: Key;
  readonly taskVersion: number;
  readonly outcome: string;
  readonly particulars: Particulars;
  readonly law: {
    readonly today: string;
    readonly delegationInForce: boolean;
    readonly minInvestigators: number;
    readonly fineMultiple: number;
    readonly maxInstalments: number;
    readonly firstAid?: FirstAidLaw;
  };
}

/**
 * Who may do what. Pure; the API asks it first, the workflow's validator again, and its handler once more under the
 * case's lock, where the answer counts. Undefined: allowed.
 */
export function refusalOf(state: CaseState, judged: Judged): RefusalCode | undefined {
  const task = state.open[judged.task];
  if (!task) return 'taskNotOpen';
  if (judged.taskVersion !== task.version) return 'screenOutOfDate';
  if (!taskKinds[task.kind].outcomes.includes(judged.outcome)) return 'unknownOutcome';
  return notCompetent(task, judged) ?? notSeparate(state, task, judged) ?? notReady(state, task, judged);
}

/** Competence: the role, the division, and where the power is only delegated, the instrument in force that day. */
function notCompetent(task: OpenTask, { role, division, law }: Judged): RefusalCode | undefined {
  const delegated = taskKinds[task.kind].role === 'confirmer' && task.role === 'township_reviewer';
  if (delegated && !law.delegationInForce) {
    // The power has gone back to the county: its officer decides, so that the case never waits for nobody.
    return role === 'county_officer' && countyOf(division) === countyOf(task.division)
      ? undefined
      : 'delegationNotInForce';
  }
  if (role !== task.role) return 'wrongRole';
  return division === task.division ? undefined : 'wrongDivision';
}

/** Separation of persons: a relative touches nothing; who investigated or reviewed does not confirm. */
function notSeparate(state: CaseState, task: OpenTask, { officer }: Judged): RefusalCode | undefined {
  if (state.relatives.includes(officer)) return 'officerIsRelative';
  const { apart = [], notAlso } = taskKinds[task.kind];
  if (notAlso && [state[notAlso]].flat().includes(officer)) return 'samePersonTwice';
  return apart.some((work) => state[work].includes(officer)) ? 'samePersonTwice' : undefined;
}

/** What must be on file before this outcome may be chosen. */
function notReady(state: CaseState, task: OpenTask, { outcome, particulars, law }: Judged): RefusalCode | undefined {
  const { on } = particulars;
  if (typeof on === 'string' && on > law.today) return 'dateInFuture';
  if (typeof on === 'string' && on < earliest(state, task)) return 'dateTooEarly';
  switch (task.kind) {
    case 'accept':
      return outcome === 'supplementNeeded' && state.supplementAsked ? 'supplementAlreadyAsked' : undefined;
    case 'startSurvey':
    case 'homeVisit':
    case 'countyVisit': {
      const group = list(particulars.investigators);
      if (task.kind === 'homeVisit' && new Set(group).size < law.minInvestigators) return 'tooFewInvestigators';
      return group.some((officer) => state.relatives.includes(officer)) ? 'investigatorIsRelative' : undefined;
    }
    case 'review': {
      if (outcome === 'resurvey') return undefined;
      if (state.reportUnweighed && particulars.withReason !== true) return 'reportUnweighed';
      if (outcome === 'proposeRefusal') return undefined;
      const amount = Number(particulars.amountFen ?? 0);
      if (amount <= 0) return 'grantWithoutAmount';
      const changed = !state.assessment?.eligible || amount !== state.assessment.amountFen;
      return changed && particulars.withReason !== true ? 'amountChangedWithoutReason' : undefined;
    }
    case 'confirm':
      if (outcome !== 'approved') return undefined;
      if (state.reportUnweighed && particulars.withReason !== true) return 'reportUnweighed';
      if (state.matchesToSettle) return 'matchUnsettled';
      if (!state.proposal?.grant) return 'refusalWasProposed';
      if (state.reportValidUntil !== undefined && law.today > state.reportValidUntil) return 'checkReportExpired';
      return needsCountyVisit(state) ? 'countyVisitMissing' : undefined;
    case 'periodicReview':
    case 'verifyChange':
      if (list(particulars.investigators).some((officer) => state.relatives.includes(officer)))
        return 'investigatorIsRelative';
      if (outcome !== 'unchanged' || particulars.withReason === true) return undefined;
      if (state.look?.reported) return 'changeUnweighed';
      return state.discrepancies > 0 ? 'reportUnweighed' : undefined;
    case 'proposeChange':
      if (state.reportedLate && particulars.lateReport === undefined) return 'lateReportUnanswered';
      return proposalRefused(state, outcome, particulars);
    case 'decideRecovery': {
      if (outcome !== 'recover') return undefined;
      if (Number(particulars.instalments ?? 1) > law.maxInstalments) return 'tooManyInstalments';
      const fine = Number(particulars.fineFen ?? 0);
      const highest = particulars.ground === 'fraud' ? law.fineMultiple * (state.overpaidFen ?? 0) : 0;
      return fine > highest ? 'fineTooHigh' : undefined;
    }
    case 'recordRepayment':
      return Number(particulars.amountFen) > (state.owedBackFen ?? 0) ? 'moreThanOwedBack' : undefined;
    case 'recordRemedy':
      return (outcome === 'revoked' || outcome === 'changed') && (state.benefit?.cause ?? 'granted') === 'granted'
        ? 'nothingToRevoke'
        : undefined;
    case 'firstAid':
    case 'countyAid':
    case 'payOtherwise':
      return aidRefused(state, task, outcome, particulars, law.firstAid);
    case 'extendProcedure':
      if (state.extended) return 'alreadyExtended';
      return clockOf(state, 'wholeProcedure') ? undefined : 'nothingToExtend';
    default:
      return undefined;
  }
}

/** What a township gives by itself it gives from its standby fund (备用金); what the county decided, the county pays. */
export function spendsStandbyFund(state: CaseState, task: Key, outcome: string): boolean {
  const kind = state.open[task]?.kind;
  const ofTownship = kind === 'firstAid' || (kind === 'payOtherwise' && !state.aid?.byCounty);
  return ofTownship && givesMoney(outcome);
}

function givesMoney(outcome: string): boolean {
  return ['transfer', 'cash', 'goods'].includes(outcome);
}

/** A township gives within its delegation and its limit; nobody more than the cap (SAL-2026 arts. 44, 50). */
function aidRefused(
  { aid }: CaseState,
  { kind }: OpenTask,
  outcome: string,
  particulars: Particulars,
  law: FirstAidLaw | undefined,
): RefusalCode | undefined {
  if (!givesMoney(outcome)) return undefined;
  if (!law) return 'firstAidNotDelegated';
  const inAll = (aid?.givenFen ?? 0) + Number(particulars.amountFen);
  if (inAll > law.capPerPersonFen * (aid?.persons ?? 1)) return 'aboveEmergencyCap';
  if (kind === 'countyAid' || aid?.byCounty) return undefined;
  if (!law.delegated) return 'firstAidNotDelegated';
  return inAll > law.limitFen ? 'aboveFirstAidLimit' : undefined;
}

/** The first day on which it can have happened: a visit after acceptance, a delivery after its letter was written. */
function earliest(state: CaseState, task: OpenTask): string {
  const since = letterClocks[task.kind] ?? 'wholeProcedure';
  return clockOf(state, since)?.clock.from ?? '';
}

const letterClocks: { readonly [kind: string]: ClockKindName } = {
  deliverRefusal: 'refusalLetter',
  deliverChange: 'changeLetter',
};

/** The six digits of a division that name its county (GB/T 2260). */
export function countyOf(division: DivisionCode): string {
  return division.slice(0, 6);
}

function list(value: unknown): readonly OfficerId[] {
  return Array.isArray(value) ? (value as OfficerId[]) : [];
}
