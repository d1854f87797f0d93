import {
  type AidLaw,
  approvalOfAidRefused,
  bridgingRefused,
  givingRefused,
  proposalOfAidRefused,
} from './aid/refused.ts';
import type { ClockKindName } from './case/clockKinds.ts';
import type { Doer, Particulars } from './case/events.ts';
import { readFollowUp } from './case/foldMeeting.ts';
import type { DivisionCode, Key, OfficerId } from './case/ids.ts';
import { type CaseState, clockOf, needsCountyVisit, type OpenTask } from './case/state.ts';
import { type TaskKindName, taskKinds } from './case/taskKinds.ts';
import { proposalRefused } from './proposal.ts';
import { townshipDecides } from './temporary/competence.ts';

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
  'aboveAidCap',
  'notTheAmountDecided',
  'stageDatesUnfit',
  'sameCauseWithoutReason',
  'bridgingNotInForce',
  'bridgedAlready',
  'aboveBridging',
  'wrongDepartment',
  'departmentNotListed',
  'opinionsOutstanding',
  'meetingNotCalled',
  'otherPerson',
  'personUnchanged',
  'moreThanGiven',
  'personStillUnknown',
  'homeIsHere',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A decision somebody wants to take, with the dated law it must be judged by. */
export interface Judged extends Doer {
  readonly task: Key;
  readonly taskVersion: number;
  readonly outcome: string;
  readonly particulars: Particulars;
  readonly law: AidLaw & {
    readonly delegationInForce: boolean;
    readonly minInvestigators: number;
    readonly fineMultiple: number;
    readonly maxInstalments: number;
    /** Those the county calls to joint meetings. */
    readonly departments?: readonly string[];
    /** Investigators are looked up in the county's register of officers. */
    readonly staffRegister?: true;
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
  return notCompetent(state, task, judged) ?? notSeparate(state, task, judged) ?? notReady(state, task, judged);
}

/** Competence: the role, the division, and where the power is only delegated, the instrument in force that day. */
function notCompetent(
  state: CaseState,
  task: OpenTask,
  { role, division, department, law }: Judged,
): RefusalCode | undefined {
  const period = delegated[task.kind];
  if (task.role === 'township_reviewer' && period) {
    // The case never waits for nobody: the county decides where the power has gone back to it, and, since it is its own
    // power, where the period has passed: a small township may have nobody left who took no part.
    const isCounty = role === 'county_officer' && countyOf(division) === countyOf(task.division);
    if (!isInForce(state, task, law)) return isCounty ? undefined : 'delegationNotInForce';
    if (isCounty && clockOf(state, period)?.clock.passed) return undefined;
  }
  if (role !== task.role) return 'wrongRole';
  if (division !== task.division) return 'wrongDivision';
  return role === 'department_officer' && department !== task.department ? 'wrongDepartment' : undefined;
}

/** What a county may delegate to its townships, and within which period they decide it. */
const delegated: { readonly [K in TaskKindName]?: ClockKindName } = {
  confirm: 'countyConfirm',
  confirmChange: 'confirmChange',
  decideRecovery: 'decideRecovery',
  decideAid: 'decideAid',
};

function isInForce(state: CaseState, { kind }: OpenTask, law: Judged['law']): boolean {
  return kind === 'decideAid' ? townshipDecides(state, law.temporary) : law.delegationInForce;
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
      return givingRefused(state, task, outcome, particulars, law);
    case 'proposeFollowUp':
    case 'proposeAid':
      return outcome === 'proposed' ? proposalOfAidRefused(state, particulars, law) : undefined;
    case 'decideAid':
      return outcome === 'approved' ? approvalOfAidRefused(state, particulars, law) : undefined;
    case 'bridge':
      return bridgingRefused(state, particulars, law);
    case 'completePapers':
      return state.person !== undefined && (particulars.person ?? state.person) !== state.person
        ? 'otherPerson'
        : undefined;
    case 'correctIdentity':
      return particulars.person === state.person ? 'personUnchanged' : undefined;
    case 'lookAtDuplicates':
      return Number(particulars.amountFen ?? 0) > (state.aid?.givenFen ?? 0) ? 'moreThanGiven' : undefined;
    case 'returnHome':
      if (state.person === undefined) return 'personStillUnknown';
      return countyOf(particulars.home as DivisionCode) === countyOf(state.township) ? 'homeIsHere' : undefined;
    case 'conveneMeeting':
      if (String(particulars.meetingOn) < law.today) return 'dateTooEarly';
      return departmentsRefused(strings(particulars.departments), law.departments);
    case 'holdMeeting':
      return meetingRefused(state, particulars, law);
    case 'reassign':
      if (outcome === 'backToMeeting' && state.meeting?.isCalled !== true) return 'meetingNotCalled';
      return followUpsRefused(particulars, law);
    case 'extendProcedure':
      if (state.extended) return 'alreadyExtended';
      return clockOf(state, 'wholeProcedure') ? undefined : 'nothingToExtend';
    default:
      return undefined;
  }
}

/** The departments have been heard, or have had their time; what is given to one to do lies ahead. */
function meetingRefused(state: CaseState, particulars: Particulars, law: Judged['law']): RefusalCode | undefined {
  const waitsForSomebody = Object.values(state.open).some(({ kind }) => kind === 'giveOpinion');
  if (waitsForSomebody && !clockOf(state, 'meetingOpinions')?.clock.passed) return 'opinionsOutstanding';
  return followUpsRefused(particulars, law);
}

function followUpsRefused(particulars: Particulars, law: Judged['law']): RefusalCode | undefined {
  const given = strings(particulars.followUps).map(readFollowUp);
  if (given.some(({ dueOn = law.today }) => dueOn < law.today)) return 'dateTooEarly';
  return departmentsRefused(
    given.map(({ department }) => department),
    law.departments,
  );
}

function departmentsRefused(named: readonly string[], listed: readonly string[] = []): RefusalCode | undefined {
  return named.every((department) => listed.includes(department)) ? undefined : 'departmentNotListed';
}

/** The first day on which it can have happened: a visit after acceptance, a delivery after its letter was written, a meeting after it was called. */
function earliest(state: CaseState, task: OpenTask): string {
  const since = sinceClocks[task.kind] ?? 'wholeProcedure';
  return clockOf(state, since)?.clock.from ?? '';
}

const sinceClocks: { readonly [kind: string]: ClockKindName } = {
  deliverRefusal: 'refusalLetter',
  deliverChange: 'changeLetter',
  holdMeeting: 'jointMeeting',
};

/** The six digits of a division that name its county (GB/T 2260). */
export function countyOf(division: DivisionCode): string {
  return division.slice(0, 6);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function list(value: unknown): readonly OfficerId[] {
  return Array.isArray(value) ? (value as OfficerId[]) : [];
}
