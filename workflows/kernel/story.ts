import type { ClockKindName } from '../../src/domain/case/clockKinds.ts';
import type { EffectName, MessageKind, NoticeKind, Particulars, PauseReason } from '../../src/domain/case/events.ts';
import type { ProgrammeName } from '../../src/domain/case/programmes.ts';
import type { Ending, Stage, Thread } from '../../src/domain/case/stages.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { OutcomeOf, TaskKindName } from '../../src/domain/case/taskKinds.ts';
import type { DepartmentCode } from '../../src/domain/meeting/departments.ts';

/**
 * All a stage sees of the world. Everything is told in the case's own words; everything is safe to say again when a
 * story is begun anew from the journal's state: what was done already is not done twice.
 */
export interface Case {
  /** The journal's state as of the last commit; true again after `settled`. */
  readonly state: CaseState;

  /** Opens a wait-point for a person, and resolves with the outcome decided. */
  humanTask<K extends TaskKindName>(kind: K, options?: TaskOptions): Promise<OutcomeOf<K>>;
  /** Waits for something an outside system says. */
  fact(name: string, nth?: number): Promise<void>;
  /** Waits until a running clock has passed. */
  clockPasses(kind: ClockKindName): Promise<void>;

  /** `nth`: one of several of its kind that run beside each other. */
  startClock(kind: ClockKindName, nth?: number): void;
  /** A new period in the place of one of its kind that runs since before. */
  restartClock(kind: ClockKindName): void;
  stopClock(kind: ClockKindName, nth?: number): void;
  /** Has a clock stand still while another runs; one that has passed already is late, and stays so. */
  pauseClock(kind: ClockKindName, why: { readonly whileRuns: ClockKindName; readonly reason: PauseReason }): void;
  resumeClock(kind: ClockKindName): void;
  extendClock(kind: ClockKindName): void;

  /** Asks for a call to an outside system; it is made after the commit that asks for it. */
  effect(name: EffectName, nth?: number): void;
  issue(notice: NoticeKind, nth?: number): void;
  /** Has the household written to, once; at night and on rest days only what is urgent. */
  message(kind: MessageKind, how?: { readonly urgent?: true }): void;
  /** Has the record register the application, compare the evidence, compute the assessment, or grant the benefit. */
  register(): void;
  compare(): void;
  assess(): void;
  grantBenefit(): void;
  /** Has the record change what is owed, as the decision taken last says. */
  changeBenefit(): void;
  /** Has the record decide about what was overpaid, as the decision taken last says. */
  decideRecovery(): void;
  /** The county to which the family moves, or the person helped goes home, is told what it is to know (转移接收). */
  handOver(): void;
  /** The survivors go on in a file of their own (停旧建新). */
  openSurvivorsFile(): void;
  /** A file is opened from the papers of this one, as the decision taken last says (转介). */
  openReferredFile(programme: ProgrammeName, nth?: number): void;
  /** Has the next on call written to. */
  callDuty(): void;
  /** First aid is given as decided. */
  giveAid(): void;
  /** The papers of a joint meeting go to a department. */
  sendPapers(department: DepartmentCode, nth: number): void;
  /** A look at the family begins, for the reason the record finds, and ends. */
  beginLook(): void;
  endLook(): void;
  end(as: Ending): void;

  enter(stage: Stage): void;
  /** This case seen from a thread beside the stages, with rounds of its own. */
  beside(thread: Thread): Case;
  /** Begins the next round of the thread. */
  again(): void;

  /** Resolves when all that was said so far is recorded and `state` says so. */
  settled(): Promise<void>;
  /** Resolves when all is recorded and the state is such. */
  until(holds: (state: CaseState) => boolean): Promise<void>;
  together(...branches: ((c: Case) => Promise<void>)[]): Promise<void>;
  /** The first branch to finish gives the value; what the others waited for is withdrawn. */
  firstOf<T>(...branches: ((c: Case) => Promise<T>)[]): Promise<T>;
  /** Runs `main`, and beside it branches that never decide it and are withdrawn when it has finished. */
  during<T>(beside: readonly ((c: Case) => Promise<void>)[], main: (c: Case) => Promise<T>): Promise<T>;
}

export interface TaskOptions {
  readonly nth?: number;
  /** The period within which it is to be done; the worklist sorts by it. With `nth`, the one of the same `nth` where there is one. */
  readonly clock?: ClockKindName;
  readonly about?: Particulars;
  /** To be done now although the kind is one that usually asks for nothing. */
  readonly urgent?: true;
}
