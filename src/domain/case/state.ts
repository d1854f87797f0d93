import type { AidPlan } from '../aid/plan.ts';
import type { ReviewClass } from '../dibao/reviewClass.ts';
import type { DepartmentCode } from '../meeting/departments.ts';
import type { ExitCause, TemporaryCause } from '../policyTables.ts';
import type { ClockKindName } from './clockKinds.ts';
import type { BenefitCause, ExtensionGround } from './events.ts';
import type { CaseId, DivisionCode, Key, OfficerId } from './ids.ts';
import type { ProgrammeName } from './programmes.ts';
import type { Destination, Referred } from './referrals.ts';
import type { Role } from './roles.ts';
import type { Ending, Stage, Thread } from './stages.ts';
import type { TaskKindName } from './taskKinds.ts';

/** A wait-point open now. The version rises when something the decider must have seen is added to the case. */
export interface OpenTask {
  readonly kind: TaskKindName;
  readonly role: Role;
  readonly division: DivisionCode;
  readonly version: number;
  /** Of a joint meeting: which department's, where a role alone does not say. */
  readonly department?: DepartmentCode;
}

/** A period not yet stopped. Instants are ms since the epoch, in business time. */
export interface LiveClock {
  readonly kind: ClockKindName;
  /** Its length, in the unit of its kind. */
  readonly days: number;
  /** Where its kind leaves it to the place in what it is counted. */
  readonly unit?: string;
  /** The day of the event it counts from; that day itself is not counted. */
  readonly from: string;
  readonly dueOn: string;
  readonly dueAt: number;
  readonly warnAt?: number;
  readonly warned?: true;
  readonly passed?: true;
  /** The day the clock was paused; a paused clock neither warns nor passes. */
  readonly pausedOn?: string;
}

/**
 * Where a case stands: the fold of its journal, and all a workflow needs to carry on. No personal data, some 2 kB.
 * `done` lists what the present rounds have already done, so that a story begun again goes on where it stood.
 */
export interface CaseState {
  /** Of which shape it is; one of an earlier shape is folded anew from the journal. */
  readonly v: number;
  readonly caseId: CaseId;
  readonly seq: number;
  readonly county: DivisionCode;
  readonly township: DivisionCode;
  readonly stage: Stage;
  /** Rounds begun of each stage and thread, so that one entered anew never reuses a key. */
  readonly rounds: { readonly [place in Stage | Thread]?: number };
  readonly open: { readonly [key: Key]: OpenTask };
  readonly expected: { readonly [key: Key]: string };
  readonly clocks: { readonly [key: Key]: LiveClock };
  readonly done: { readonly [key: Key]: string };
  readonly relatives: readonly OfficerId[];
  readonly investigated: readonly OfficerId[];
  readonly reviewed: readonly OfficerId[];
  /** Papers were asked for: once is all the law allows (MCA-57 art. 10). */
  readonly supplementAsked: boolean;
  readonly complaint: boolean;
  readonly countyVisited: boolean;
  readonly extended: boolean;
  /** How many differences the last survey's evidence showed against the declaration. */
  readonly discrepancies: number;
  /** How many of the sources that policy demands did not answer in the report relied on. */
  readonly sourcesMissing?: number;
  /** A later report contradicts the one the last survey relied on, and no opinion has weighed it yet. */
  readonly reportUnweighed?: true | undefined;
  /** Why the whole procedure was given more time. */
  readonly extensionGround?: ExtensionGround;
  /** The last day of the check report's validity; by then the case is confirmed, or checked again. */
  readonly reportValidUntil?: string;
  /** Posted once, and the county's policy asks for no second posting after an objection. */
  readonly postedEnough?: boolean;
  readonly assessment?: {
    readonly key: Key;
    readonly eligible: boolean;
    readonly amountFen: number;
    /** Income has passed the standard and stays within the band: after which cause the family may leave by degrees, in how many months. */
    readonly exits?: Exits;
  };
  /** A court or the reconsidering body has asked for a new decision. */
  readonly redo?: true | undefined;
  /** Something is brought against a decision, and not decided yet. */
  readonly remedyPending?: true | undefined;
  readonly proposal?: { readonly grant: boolean; readonly amountFen: number } | undefined;
  /** What the family gets a month since the last change; `monthTo` where the schedule has an end. */
  readonly benefit?: BenefitNow;
  /** How often the family is looked at again (MCA-57 art. 31). Absent: as for a family without anybody able to work. */
  readonly reviewClass?: ReviewClass;
  /** Found by a reviewer to be in difficulty of short duration (C class). */
  readonly shortTerm?: boolean;
  /** Reported, or confirmed of a register, and not looked at yet. */
  readonly changesToLookAt?: number;
  /** What registers say, and nobody has looked into yet. */
  readonly matchesToSettle?: number;
  /** A change was told later than the law asks, and nobody has answered it yet. */
  readonly reportedLate?: true | undefined;
  /** The look under way, and what was found so far. */
  readonly look?: Look | undefined;
  /** Decisions that took something, and whose letters have not reached the family yet. */
  readonly lettersToDeliver?: number;
  /** What was really paid beyond what is owed, and nobody has decided about yet. */
  readonly overpaidFen?: number | undefined;
  readonly recoveryProposedBy?: OfficerId | undefined;
  /** What was decided to come back, and has not. */
  readonly owedBackFen?: number;
  readonly accountRequestedBy?: OfficerId | undefined;
  /** The file this one goes on from: the survivors of its head (停旧建新). */
  readonly predecessor?: CaseId;
  /** What it is about, where that is not dibao. */
  readonly programme?: ProgrammeName;
  /** Of an emergency: who was called, and whether it is over. */
  readonly emergency?: EmergencyNow;
  /** Of temporary aid, in an emergency or not: what was given, and how it stands. */
  readonly aid?: AidNow;
  /** Whereto people were sent on and nobody has answered yet; answered beside each other. */
  readonly referred?: readonly Referred[] | undefined;
  readonly referralsGiven?: number;
  /** Those of before they had numbers: one after another, the first first. */
  readonly referrals?: readonly Destination[] | undefined;
  /** Of an emergency: who was in need is not known, or who it is, by keyed hash. */
  readonly personUnknown?: true | undefined;
  readonly person?: string;
  /** Who says that it is somebody else; another person decides. */
  readonly correctionProposedBy?: OfficerId | undefined;
  /** What the same person was given elsewhere, and nobody has judged yet. */
  readonly duplicatesToLookAt?: number | undefined;
  /** What of the aid may have to come back: given twice, or not confirmed. */
  readonly aidContestedFen?: number | undefined;
  /** Whoever gave aid does not judge it afterwards. */
  readonly aidGivenBy?: readonly OfficerId[];
  /** Of the joint meetings about the case: how the last one stands, and what they left to do. */
  readonly meeting?: MeetingNow;
  readonly endedAs?: Ending;
  /** The day until which the file of an ended case is kept. */
  readonly keepUntil?: string;
}

export interface AidNow {
  /** In need, all together. */
  readonly persons: number;
  /** How the last decision has aid given: a form, or that none is needed. */
  readonly way?: string;
  /** Given and not come back. */
  readonly givenFen: number;
  /** Of the last transfer. */
  readonly transfer?: { readonly fen: number; readonly stands: 'underWay' | 'settled' | 'rejected' | 'recalled' };
  /** The county decided about the aid: its limit holds for what replaces it. */
  readonly byCounty?: true;
  /** 分阶段救助: what is proposed or decided, stage by stage. */
  readonly plan?: AidPlan;
  /** What the stage under way gives. */
  readonly dueFen?: number;
  /** 跟进救助: more is proposed, sent back to be proposed anew, or being given. */
  readonly followUp?: 'open' | 'returned' | undefined;
  /** For what temporary assistance is asked. */
  readonly cause?: TemporaryCause;
  /** What the same persons were given within the period of policy, as the last assessment found. */
  readonly earlierFen?: number;
  /** They were helped for the same cause within the period of policy. */
  readonly sameCause?: true;
}

export interface EmergencyNow {
  /** Who was called so far: each is called once. */
  readonly dutyCalled?: readonly OfficerId[];
  /** Somebody was written to at the last call. */
  readonly dutyReached?: boolean;
  /** Nobody further is on call. */
  readonly dutyExhausted?: boolean;
  /** The day on which the emergency was over. */
  readonly overOn?: string;
}

export interface MeetingNow {
  /** How many were called so far. */
  readonly round: number;
  /** The last one is not held yet. */
  readonly isCalled?: true;
  readonly departments: readonly DepartmentCode[];
  /** Whose opinions are there, and who did not answer in time. */
  readonly opinions: readonly DepartmentCode[];
  readonly absent: readonly DepartmentCode[];
  /** How far aid may go beyond its cap. */
  readonly leaveFen: number;
  /** What departments have still to do. */
  readonly followUps: readonly FollowUp[];
  readonly followUpsGiven: number;
}

export interface FollowUp {
  readonly no: number;
  readonly department: DepartmentCode;
  /** Where the meeting named a day; otherwise policy does. */
  readonly dueOn?: string;
  /** The department cannot do it: the county is asked what is to become of it. */
  readonly cannot?: true;
}

export type Exits = { readonly [cause in ExitCause]?: readonly number[] };

export interface BenefitNow {
  readonly monthFrom: string;
  readonly monthTo?: string;
  readonly amountFen: number;
  readonly cause: 'granted' | BenefitCause;
}

/** Why the family is looked at again. */
export const lookCauses = ['change', 'report', 'exitOver', 'suspensionOver', 'review', 'redo'] as const;
export type LookCause = (typeof lookCauses)[number];

export interface Look {
  readonly why: LookCause;
  /** A change was reported while the review was under way, and is looked at with it. */
  readonly reported?: true;
  /** The head of the household has changed: the file ends and the survivors' begins. */
  readonly headChanged?: true;
  readonly proposed?: { readonly outcome: string; readonly amountFen: number; readonly movesOut?: true };
}

/** The state of a case of which nothing is recorded yet. */
export function newCase(caseId: CaseId, predecessor?: CaseId): CaseState {
  return {
    v: shapeOfToday,
    caseId,
    seq: 0,
    county: '' as DivisionCode,
    township: '' as DivisionCode,
    stage: 'intake',
    rounds: { intake: 1 },
    open: {},
    expected: {},
    clocks: {},
    done: {},
    relatives: [],
    investigated: [],
    reviewed: [],
    supplementAsked: false,
    complaint: false,
    countyVisited: false,
    extended: false,
    discrepancies: 0,
    ...(predecessor ? { predecessor } : {}),
  };
}

/** Rises when the fold comes to mean something else of events that are there already. */
export const shapeOfToday = 3;

/** MCA-57 art. 20: the county visits every household with a registered relative or a complaint before it confirms. */
export function needsCountyVisit(state: CaseState): boolean {
  return (state.relatives.length > 0 || state.complaint) && !state.countyVisited;
}

/** Where the evidence that counts now comes in: the survey of the application, or the look at a family in benefit. */
export function placeOfEvidence({ stage, rounds }: CaseState): string {
  const place = stage === 'benefit' || stage === 'closing' ? 'reviews' : 'survey';
  return `${place}.${rounds[place] ?? 1}.`;
}

/** The clock a task is due by: that of its own number where there are several, or the one of its kind. */
export function clockOfTask(
  state: CaseState,
  task: Key,
  kind: ClockKindName,
): { key: Key; clock: LiveClock } | undefined {
  const [place, round, , nth] = task.split('.');
  const own = `${place}.${round}.${kind}Clock.${nth}` as Key;
  const clock = state.clocks[own];
  return clock ? { key: own, clock } : (clockOf(state, kind) ?? clockOf(state, 'wholeProcedure'));
}

/** The live clock of a kind, with its key. */
export function clockOf(state: CaseState, kind: ClockKindName): { key: Key; clock: LiveClock } | undefined {
  const found = Object.entries(state.clocks).find(([, clock]) => clock.kind === kind);
  return found && { key: found[0] as Key, clock: found[1] };
}
