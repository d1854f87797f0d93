import type { ClockKindName } from '../../src/domain/case/clockKinds.ts';
import type { Draft } from '../../src/domain/case/events.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import type { Stage, Thread } from '../../src/domain/case/stages.ts';
import { type CaseState, clockOf } from '../../src/domain/case/state.ts';
import { type Branches, isAbandoned, type Scope, within } from './branches.ts';
import type { Case } from './story.ts';

/** What the story and the kernel have between them: the state, what is said but not recorded, and who waits. */
export interface Desk {
  state: CaseState;
  pending: { readonly draft: Draft; readonly scope: Scope }[];
  readonly waits: Map<Key, Wait>;
  watchers: Watcher[];
  rounds: { [place in Stage | Thread]?: number };
  stage: Stage;
}

/** A branch of the story that goes on when the record says so. */
export interface Watcher {
  readonly scope: Scope;
  holds(state: CaseState): boolean;
  wake(): void;
}

/** Somebody of the story waits here. */
export interface Wait {
  readonly kind: 'task' | 'fact' | 'clock';
  readonly scope: Scope;
  wake(outcome: string | undefined): void;
}

/** The case as a branch of the story sees it: in its scope, and in its thread if it has one. */
export function caseFor(desk: Desk, branches: Branches, scope: Scope, thread?: Thread): Case {
  const keyOf = (name: string, nth?: number) => {
    const place = thread ?? desk.stage;
    return `${place}.${desk.rounds[place] ?? 1}.${name}${nth === undefined ? '' : `.${nth}`}` as Key;
  };
  /** A period may be called like the task it limits; with its key, too, it would decide the task when it passes. */
  const clockKeyOf = (kind: ClockKindName, nth?: number) => keyOf(`${kind}Clock`, nth);
  const isDone = (key: Key) => desk.state.done[key] !== undefined;
  const isSaid = (type: Draft['type'], key: Key) =>
    desk.pending.some(({ draft }) => draft.type === type && 'key' in draft && draft.key === key);
  const say = (draft: Draft) => void (isAbandoned(scope) || desk.pending.push({ draft, scope }));
  const sayOnce = (draft: Draft & { readonly key: Key }) =>
    void (isDone(draft.key) || isSaid(draft.type, draft.key) || say(draft));
  const waitFor = (key: Key, kind: Wait['kind']) =>
    branches.wait<string | undefined>(scope, (wake) => desk.waits.set(key, { kind, scope, wake }));
  const inside = (own: Scope) => caseFor(desk, branches, own, thread);

  /** The clock of this kind, or the nth of them, that runs once all that is said is recorded. */
  const clockKey = (kind: ClockKindName, nth?: number): Key | undefined => {
    const own = nth === undefined ? undefined : clockKeyOf(kind, nth);
    const started = desk.pending
      .map(({ draft }) => draft)
      .findLast((d) => d.type === 'clockStarted' && d.kind === kind && (own === undefined || d.key === own));
    const running = own === undefined ? clockOf(desk.state, kind)?.key : desk.state.clocks[own] && own;
    const key = started?.type === 'clockStarted' ? started.key : running;
    return key !== undefined && isSaid('clockStopped', key) ? undefined : key;
  };
  const onClock = (kind: ClockKindName, tell: (key: Key) => void, nth?: number) => {
    const key = clockKey(kind, nth);
    if (key !== undefined) tell(key);
  };

  /** A story begun anew comes by clocks it has stopped: one that had passed is past, one stopped in time never passes. */
  function stoppedClock(kind: ClockKindName): Promise<void> {
    const how = desk.state.done[clockKeyOf(kind)];
    if (how === undefined) throw new Error(`The story waits for the clock ${kind}, which was never started`);
    return how === 'passed' ? Promise.resolve() : branches.never(scope);
  }

  function abandon(lost: Scope): void {
    lost.abandoned = true;
    desk.pending = desk.pending.filter((entry) => !within(entry.scope, lost));
    desk.watchers = desk.watchers.filter((watcher) => !within(watcher.scope, lost));
    for (const [key, wait] of desk.waits) {
      if (!within(wait.scope, lost)) continue;
      desk.waits.delete(key);
      if (desk.state.open[key]) say({ type: 'taskWithdrawn', key });
      if (desk.state.expected[key]) say({ type: 'factNoLongerExpected', key });
    }
  }

  function recordedThat(holds: (state: CaseState) => boolean): Promise<void> {
    if (desk.pending.length === 0 && holds(desk.state)) return Promise.resolve();
    return branches.wait<void>(scope, (wake) => desk.watchers.push({ scope, holds, wake: () => wake() }));
  }

  return {
    get state() {
      return desk.state;
    },

    async humanTask(kind, options = {}) {
      const { nth, ...rest } = options;
      const key = keyOf(kind, nth);
      const done = desk.state.done[key];
      if (done !== undefined && done !== 'moot') return done as never;
      if (!desk.state.open[key]) say({ type: 'taskOpened', key, kind, ...rest });
      return (await waitFor(key, 'task')) as never;
    },

    async fact(name, nth) {
      const key = keyOf(name, nth);
      if (isDone(key)) return;
      if (!desk.state.expected[key]) say({ type: 'factExpected', key, name });
      await waitFor(key, 'fact');
    },

    async clockPasses(kind) {
      const key = clockKey(kind);
      if (key === undefined) return stoppedClock(kind);
      if (desk.state.clocks[key]?.passed) return;
      await waitFor(key, 'clock');
    },

    startClock: (kind, nth) =>
      void (clockKey(kind, nth) ?? sayOnce({ type: 'clockStarted', key: clockKeyOf(kind, nth), kind })),
    restartClock(kind) {
      const own = clockKeyOf(kind);
      if (isDone(own) || clockKey(kind) === own) return;
      onClock(kind, (key) => say({ type: 'clockStopped', key }));
      say({ type: 'clockStarted', key: own, kind });
    },
    stopClock: (kind, nth) => onClock(kind, (key) => say({ type: 'clockStopped', key }), nth),
    pauseClock: (kind, { whileRuns, reason }) =>
      onClock(kind, (key) => {
        const { pausedOn, passed } = desk.state.clocks[key] ?? {};
        if (pausedOn === undefined && !passed && clockKey(whileRuns)) say({ type: 'clockPaused', key, reason });
      }),
    resumeClock: (kind) =>
      onClock(kind, (key) => desk.state.clocks[key]?.pausedOn && say({ type: 'clockResumed', key })),
    extendClock: (kind) => onClock(kind, (key) => desk.state.extended || say({ type: 'clockExtended', key })),

    effect: (effect, nth) => sayOnce({ type: 'effectRequested', key: keyOf(effect, nth), effect }),
    message: (message, how = {}) =>
      sayOnce({ type: 'messageRequested', key: keyOf(`${message}Message`), message, ...how }),
    issue: (notice, nth) => sayOnce({ type: 'noticeIssued', key: keyOf(`${notice}Notice`, nth), notice }),
    register: () => void (desk.state.seq > 0 || say({ type: 'registered' })),
    compare: () => sayOnce({ type: 'compared', key: keyOf('comparison') }),
    assess: () => sayOnce({ type: 'assessed', key: keyOf('assessment') }),
    grantBenefit: () => sayOnce({ type: 'benefitGranted', key: keyOf('benefit') }),
    changeBenefit: () => sayOnce({ type: 'benefitChanged', key: keyOf('benefit') }),
    decideRecovery: () => sayOnce({ type: 'recoveryDecided', key: keyOf('recoveryDecision') }),
    handOver: () => sayOnce({ type: 'handedOver', key: keyOf('handOver') }),
    openSurvivorsFile: () => sayOnce({ type: 'survivorsFileOpened', key: keyOf('survivorsFile') }),
    openReferredFile: (programme, nth) =>
      sayOnce({ type: 'referredFileOpened', key: keyOf('referredFile', nth), programme }),
    callDuty: () => sayOnce({ type: 'dutyCalled', key: keyOf('call') }),
    sendPapers: (department, nth) => sayOnce({ type: 'papersSent', key: keyOf('papers', nth), department }),
    giveAid: () => sayOnce({ type: 'aidGiven', key: keyOf('aid') }),
    beginLook: () => say({ type: 'lookBegun' }),
    endLook: () => say({ type: 'lookEnded' }),
    end: (as) => void (desk.state.endedAs || say({ type: 'caseEnded', as })),

    enter(stage) {
      if (isAbandoned(scope)) return;
      desk.rounds[stage] = (desk.rounds[stage] ?? 0) + 1;
      desk.stage = stage;
      say({ type: 'stageEntered', stage, round: desk.rounds[stage] });
    },

    beside: (besideThread) => caseFor(desk, branches, scope, besideThread),

    again() {
      if (thread === undefined) throw new Error('Only a thread has rounds of its own; a stage is entered');
      if (isAbandoned(scope)) return;
      desk.rounds[thread] = (desk.rounds[thread] ?? 1) + 1;
      say({ type: 'roundBegun', thread, round: desk.rounds[thread] });
    },

    settled: () => recordedThat(() => true),
    until: (holds) => recordedThat(holds),

    together: (...parts) => branches.together(parts.map((part) => () => part(inside(scope)))),
    firstOf: (...parts) =>
      branches.firstOf(
        scope,
        parts.map((part) => (own: Scope) => part(inside(own))),
        abandon,
      ),
    during: (beside, main) => {
      const besides = beside.map((part) => async (own: Scope) => {
        await part(inside(own));
        return branches.never(own);
      });
      return branches.firstOf(scope, [(own) => main(inside(own)), ...besides], abandon);
    },
  };
}

/** After a commit: those whose wish the record now grants go on. */
export function wakeWatchers(desk: Desk): void {
  const told = desk.watchers.filter(({ holds }) => holds(desk.state));
  desk.watchers = desk.watchers.filter((watcher) => !told.includes(watcher));
  for (const { wake } of told) wake();
}
