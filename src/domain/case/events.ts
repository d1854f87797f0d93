import type { ReviewClass } from '../dibao/reviewClass.ts';
import type { DepartmentCode } from '../meeting/departments.ts';
import type { TemporaryCause } from '../policyTables.ts';
import type { ClockKindName } from './clockKinds.ts';
import type { AidGiven, DutyCalled, IdentityRestored, PapersSent } from './emergencyEvents.ts';
import type { CaseId, DivisionCode, Key, OfficerId } from './ids.ts';
import type { ProgrammeName } from './programmes.ts';
import type { Role } from './roles.ts';
import type { Ending, Stage, Thread } from './stages.ts';
import type { Exits, LookCause } from './state.ts';
import type { TaskKindName } from './taskKinds.ts';

/** Codes and numbers a decision or a fact adds to the record. Never text about a person: that is sealed elsewhere and quoted by hash. */
export type Particulars = { readonly [name: string]: string | number | boolean | readonly string[] };

/** Who did it, in which role, for which division. */
export interface Doer {
  readonly officer: OfficerId;
  readonly role: Role;
  readonly division: DivisionCode;
  /** For which of the departments of joint meetings, where for one. */
  readonly department?: DepartmentCode;
}

/** Dates of a period as computed when it was started or resumed: instants in ms since the epoch, in business time. */
export interface Deadline {
  /** The day of the event; itself not counted, but for a posting. */
  readonly from: string;
  readonly dueOn: string;
  readonly dueAt: number;
  readonly warnAt?: number;
  readonly calendar: string;
  /** The period reaches into a year whose list of holidays is not published yet. */
  readonly provisional: boolean;
}

/**
 * What the workflow says has happened, before the record adds what only it knows: business time, policy, calendar,
 * and the contents that are kept sealed.
 */
export type Draft =
  | { readonly type: 'registered' }
  | { readonly type: 'stageEntered'; readonly stage: Stage; readonly round: number }
  | { readonly type: 'roundBegun'; readonly thread: Thread; readonly round: number }
  | {
      readonly type: 'taskOpened';
      readonly key: Key;
      readonly kind: TaskKindName;
      readonly clock?: ClockKindName;
      readonly urgent?: true;
      readonly about?: Particulars;
    }
  | (Doer & {
      readonly type: 'taskDecided';
      readonly key: Key;
      readonly kind: TaskKindName;
      readonly outcome: string;
      readonly commandId: string;
      readonly contentHash: string;
      readonly particulars: Particulars;
    })
  | { readonly type: 'taskWithdrawn'; readonly key: Key }
  | { readonly type: 'factExpected'; readonly key: Key; readonly name: string }
  | { readonly type: 'factNoLongerExpected'; readonly key: Key }
  | { readonly type: 'factArrived'; readonly key?: Key; readonly name: string; readonly factId: string }
  | { readonly type: 'clockStarted'; readonly key: Key; readonly kind: ClockKindName }
  | { readonly type: 'clockPaused'; readonly key: Key; readonly reason: PauseReason }
  | { readonly type: 'clockResumed'; readonly key: Key }
  | { readonly type: 'clockExtended'; readonly key: Key }
  | { readonly type: 'clockReplanned'; readonly key: Key }
  | { readonly type: 'clockStopped'; readonly key: Key }
  | { readonly type: 'clockWarned'; readonly key: Key }
  | { readonly type: 'clockPassed'; readonly key: Key }
  | { readonly type: 'effectRequested'; readonly key: Key; readonly effect: EffectName }
  | { readonly type: 'messageRequested'; readonly key: Key; readonly message: MessageKind; readonly urgent?: true }
  | { readonly type: 'compared'; readonly key: Key }
  | { readonly type: 'assessed'; readonly key: Key }
  | { readonly type: 'noticeIssued'; readonly key: Key; readonly notice: NoticeKind }
  | { readonly type: 'benefitGranted'; readonly key: Key }
  | { readonly type: 'benefitChanged'; readonly key: Key }
  | { readonly type: 'survivorsFileOpened'; readonly key: Key }
  | { readonly type: 'handedOver'; readonly key: Key }
  | { readonly type: 'referredFileOpened'; readonly key: Key; readonly programme: ProgrammeName }
  | { readonly type: 'recoveryDecided'; readonly key: Key }
  | { readonly type: 'dutyCalled'; readonly key: Key }
  | { readonly type: 'aidGiven'; readonly key: Key }
  | Pick<PapersSent, 'type' | 'key' | 'department'>
  | { readonly type: 'lookBegun' }
  | { readonly type: 'lookEnded' }
  | { readonly type: 'caseEnded'; readonly as: Ending };

/** Calls to outside systems a case asks for; each has a handler in the relay. */
export type EffectName = 'requestCheck' | 'transferNow' | 'recallTransfer';

/** How first aid is given. */
export type AidForm = 'transfer' | 'cash' | 'goods' | 'referral';

/** Text messages to the household. */
export const messageKinds = [
  'reviewAhead',
  'reviewOverdue',
  'hearing',
  'decision',
  'exitAhead',
  'exitBegins',
  'bringPapers',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Why a clock stands still. */
export type PauseReason = 'postingNotCounted';

/** On what ground the whole procedure may take 45 working days (MCA-57 art. 22). */
export const extensionGrounds = ['objection', 'splitResidence', 'crossPlace', 'hardToSurvey'] as const;
export type ExtensionGround = (typeof extensionGrounds)[number];

/** Letters and public notices a case issues. */
export type NoticeKind =
  | 'acceptance'
  | 'supplementList'
  | 'nonAcceptance'
  | 'notEligibleByCheck'
  | 'posting'
  | 'confirmation'
  | 'refusal'
  | 'withdrawal'
  | 'termination'
  | 'intendedDecision'
  | 'benefitRaised'
  | 'benefitLowered'
  | 'gradualExit'
  | 'benefitSuspended'
  | 'benefitResumed'
  | 'benefitEnded'
  | 'gradualExitOver'
  | 'survivorsFile'
  | 'recoveryIntended'
  | 'recovery'
  | 'recoveryWaived'
  | 'accountChanged'
  | 'aidRefusal'
  | 'aidConfirmation'
  | 'aidPosting'
  | 'aidApproval'
  | 'aidDenial'
  | 'aidStopped'
  | 'bridgingAid'
  | 'referral';

/** What was paid of one component for one month beyond what was owed. */
export type OverpaidMonth = { readonly component: 'base' | 'topup'; readonly month: string; readonly fen: number };

/** One amount of money a month, from a month on. */
export interface Component {
  readonly component: 'base' | 'topup';
  readonly fenPerMonth: number;
}

/** What is owed each month of a span; without `monthTo`, from then on. */
export interface BenefitPeriod {
  readonly monthFrom: string;
  readonly monthTo?: string;
  readonly components: readonly Component[];
}

/** By what a benefit became another one. */
export const benefitCauses = [
  'raised',
  'lowered',
  'gradualExit',
  'restored',
  'suspended',
  'resumed',
  'ended',
  'corrected',
  'asBefore',
  'upheld',
] as const;
export type BenefitCause = (typeof benefitCauses)[number];

/** What the assessment of temporary aid found besides the amount. */
export interface AssessedAid {
  readonly cause: TemporaryCause;
  readonly persons: number;
  /** What the same persons were given, or are to be given, within the period of policy, in fen. */
  readonly earlierFen: number;
  /** They were helped for the same cause within the period of policy. */
  readonly sameCause: boolean;
  /** Policy has it posted. */
  readonly posted: boolean;
}

/** A fact of the journal. The shape of an event once written never changes; a new need is a new type or an optional field. */
export type CaseEvent =
  | {
      readonly type: 'registered';
      readonly caseId: CaseId;
      readonly caseNumber: string;
      readonly programme: ProgrammeName;
      readonly county: DivisionCode;
      readonly township: DivisionCode;
      /** Of a household; in an emergency, the persons in need. */
      readonly members: number;
      readonly relatives: readonly OfficerId[];
      readonly contentHash: string;
      /** Of an emergency: nobody could say who is in need. */
      readonly personUnknown?: true;
      /** The file it goes on from, where its head of household has died or left (停旧建新). */
      readonly predecessor?: CaseId;
      /** The case from which its people were sent on (转介). */
      readonly referredFrom?: CaseId;
      /** The window that took it for the township it belongs to. */
      readonly handedInAt?: DivisionCode;
    }
  | Extract<
      Draft,
      {
        type:
          | 'stageEntered'
          | 'roundBegun'
          | 'taskWithdrawn'
          | 'factExpected'
          | 'factNoLongerExpected'
          | 'clockStopped'
          | 'clockWarned'
          | 'clockPassed'
          | 'effectRequested';
      }
    >
  /** `keepUntil`: the file is kept until that day. */
  | (Extract<Draft, { type: 'caseEnded' }> & { readonly keepUntil?: string })
  | (Extract<Draft, { type: 'clockPaused' }> & { readonly on: string })
  | (Extract<Draft, { type: 'taskOpened' }> & { readonly role: Role; readonly division: DivisionCode })
  | (Extract<Draft, { type: 'taskDecided' }> & { readonly article: string })
  | (Extract<Draft, { type: 'factArrived' }> & {
      readonly contentHash: string;
      readonly particulars: Particulars;
      readonly source: string;
    })
  | (Extract<Draft, { type: 'clockStarted' }> &
      Deadline & { readonly days: number; readonly unit: string; readonly ground: string; readonly level: string })
  /** Counted anew: on a list of rest days that was not published, or with a length that holds for running clocks too. */
  | (Extract<Draft, { type: 'clockReplanned' }> &
      Deadline & { readonly days?: number; readonly ground?: string; readonly level?: string })
  | (Extract<Draft, { type: 'clockResumed' }> & Deadline)
  | (Extract<Draft, { type: 'clockExtended' }> &
      Deadline & { readonly days: number; readonly article: string; readonly ground: ExtensionGround })
  | (Extract<Draft, { type: 'messageRequested' }> &
      ({ readonly sendFrom: string; readonly contentHash: string } | { readonly notSent: 'noPhone' }))
  | (Extract<Draft, { type: 'compared' }> & { readonly differences: number; readonly contentHash: string })
  | (Extract<Draft, { type: 'assessed' }> & {
      readonly eligible: boolean;
      readonly amountFen: number;
      readonly exits?: Exits;
      /** Of temporary aid, which is given once and not every month. */
      readonly aid?: AssessedAid;
      readonly reasons: readonly string[];
      readonly contentHash: string;
    })
  | (Extract<Draft, { type: 'noticeIssued' }> & { readonly articles: readonly string[]; readonly contentHash: string })
  | { readonly type: 'accountChanged'; readonly key: Key; readonly commandId: string; readonly contentHash: string }
  | (Extract<Draft, { type: 'benefitGranted' }> & {
      readonly certificate: string;
      readonly monthFrom: string;
      readonly components: readonly Component[];
      readonly reviewClass?: ReviewClass;
    })
  /** From `monthFrom` on nothing said before holds; the periods do. None: nothing is owed from then on. */
  | (Extract<Draft, { type: 'benefitChanged' }> & {
      readonly cause: BenefitCause;
      readonly monthFrom: string;
      readonly periods: readonly BenefitPeriod[];
    })
  | (Extract<Draft, { type: 'survivorsFileOpened' }> & {
      readonly successor: CaseId;
      readonly caseNumber: string;
      readonly matches?: number;
    })
  /** What the county is to know to which the family moves, or the person helped goes home. */
  | (Extract<Draft, { type: 'handedOver' }> & { readonly to: DivisionCode; readonly contentHash: string })
  /** A file opened from the papers of this one; without a number, another claim of a person stood against it. */
  | (Extract<Draft, { type: 'referredFileOpened' }> & { readonly successor?: CaseId; readonly caseNumber?: string })
  /** What was overpaid is asked back, with what months it is about, or let go. */
  | (Extract<Draft, { type: 'recoveryDecided' }> & {
      readonly ground: string;
      readonly months: readonly OverpaidMonth[];
      readonly fineFen: number;
      readonly instalments: number;
      readonly waived: boolean;
    })
  /** The family moved within the county: another township works on its file from now on. */
  | { readonly type: 'moved'; readonly from: DivisionCode; readonly to: DivisionCode; readonly village?: DivisionCode }
  | (Extract<Draft, { type: 'dutyCalled' }> & DutyCalled)
  | (Extract<Draft, { type: 'aidGiven' }> & AidGiven)
  | PapersSent
  | IdentityRestored
  | { readonly type: 'lookBegun'; readonly why: LookCause }
  | { readonly type: 'lookEnded'; readonly reviewClass: ReviewClass };
