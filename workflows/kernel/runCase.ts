import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { RecordAnswer } from '../../activities/record.ts';
import { refusalOf } from '../../src/domain/authority.ts';
import { nextRing } from '../../src/domain/case/clockInstants.ts';
import { broughtUp } from '../../src/domain/case/earlierShapes.ts';
import type { Draft } from '../../src/domain/case/events.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { type CaseState, newCase } from '../../src/domain/case/state.ts';
import {
  calendarChanged,
  clockMoved,
  type DecideMessage,
  decide,
  type FactMessage,
  factArrived,
  type Receipt,
} from '../messages.ts';
import { countBranches } from './branches.ts';
import { caseFor, type Desk, type Wait, wakeWatchers } from './caseFor.ts';
import { inStep, outOfStep } from './inStep.ts';
import { record } from './record.ts';
import type { Case } from './story.ts';

/** What one run hands to the next: where the case stands, and how far business time is ahead of the server's. */
export interface Carried {
  readonly state: CaseState;
  readonly offsetMs: number;
}

const idleBeforePark = 5_000;
const idleBeforeLeaving = 20;
const shortHistory = 10;

/**
 * Runs a story on a case until it has ended. The rules it keeps, each broken on purpose before it was kept, are in
 * docs/architecture.md: one lock, held until the story stands; one commit for all that happened between two waits;
 * state only from the record's answer; park, end and reload only in a workflow task that did nothing else.
 */
export async function runCase(
  caseId: CaseId,
  story: (c: Case) => Promise<void>,
  carried?: Carried,
  startedIn?: string,
): Promise<void> {
  let busy = true; // the case's one lock; held from the first line until the story stands
  let stir = 0; // changes whenever anything happens
  let reload = false; // story and journal differ: begin again from the journal's state
  let over = false; // the story has ended
  let traceparent = startedIn; // of whoever set off what is under way
  let bug: Error | undefined; // a story that fails fails the workflow task, and the case waits for a fix

  let offset = carried?.offsetMs ?? 0;
  // One of an earlier shape carries the story to its first commit, whose answer is the journal's state of today.
  const state = carried ? broughtUp(carried.state) : newCase(caseId);
  const desk: Desk = { state, pending: [], waits: new Map(), watchers: [], rounds: {}, stage: state.stage };

  setHandler(decide, (message, sentIn) => locked(() => takeDecision(message), sentIn), { validator: judgeAtTheDoor });
  setHandler(factArrived, (fact, sentIn) => locked(() => takeFact(fact), sentIn));
  setHandler(calendarChanged, ({ version }) => locked(() => replanClocks(version)));
  setHandler(clockMoved, ({ offsetMs }) => locked(() => lookAtClocks(offsetMs)));

  if (!carried) adopt(await record({ caseId, key: 'load', drafts: [], traceparent }));
  desk.rounds = { ...desk.state.rounds };
  desk.stage = desk.state.stage;

  const branches = countBranches(fail);
  const scope = { abandoned: false };
  void story(caseFor(desk, branches, scope)).then(() => {
    over = true;
    branches.finish();
  }, fail);
  await settle(`enter:${workflowInfo().runId}`);
  // Begun from the journal and yet elsewhere: beginning again would never end.
  if (!reload && !inStep(desk)) throw new Error(`Story and journal differ: ${outOfStep(desk).join('; ')}`);
  busy = false;
  traceparent = undefined;
  stir++;

  for (;;) {
    await condition(() => !busy || bug !== undefined);
    if (bug !== undefined) throw bug;
    if (workflowInfo().continueAsNewSuggested) reload = true;
    if (!reload && isDue()) {
      await locked(ring);
      continue;
    }
    const before = stir;
    const leaving = reload || over;
    const mayPark = leaving || workflowInfo().historyLength > shortHistory;
    const untilPark = leaving ? idleBeforeLeaving : mayPark ? idleBeforePark : Number.POSITIVE_INFINITY;
    const untilDue = leaving ? untilPark : (nextRing(desk.state)?.at ?? Number.POSITIVE_INFINITY) - businessNow();
    const stirred = await stirredWithin(
      Math.max(Math.min(untilDue, untilPark), 1),
      () => stir !== before || bug !== undefined,
    );
    if (!stirred && mayPark && allHandlersFinished() && (leaving || !isDue())) break;
  }
  if (over && !reload) return;
  await continueAsNew<(caseId: CaseId, carried?: Carried) => Promise<void>>(caseId, {
    state: desk.state,
    offsetMs: offset,
  });

  function businessNow(): number {
    return Date.now() + offset;
  }

  function isDue(): boolean {
    return (nextRing(desk.state)?.at ?? Number.POSITIVE_INFINITY) <= businessNow();
  }

  /** Always a plain Error: a failure of Temporal's own, thrown by the story, would end the case. */
  function fail(error: unknown): void {
    bug ??= error instanceof Error && !(error instanceof TemporalFailure) ? error : new Error(String(error));
  }

  /** One at a time. Who leaves the case with story and journal apart has it begin again. */
  async function locked<T>(work: () => Promise<T>, sentIn?: string): Promise<T> {
    stir++;
    while (busy) await condition(() => !busy);
    busy = true;
    traceparent = sentIn;
    try {
      return await work();
    } finally {
      reload ||= !inStep(desk);
      busy = false;
      traceparent = undefined;
      stir++;
    }
  }

  /** Refuses before anything is written. Judges only when it can know; otherwise lets pass, and the handler judges. */
  function judgeAtTheDoor(message: DecideMessage, _sentIn?: string): void {
    if (reload) throw beginsAgain(); // let in, they would keep it from beginning
    if (busy || message.tip > desk.state.seq) return;
    refuseUnlessAllowed(message);
  }

  function refuseUnlessAllowed(message: DecideMessage): void {
    const code = refusalOf(desk.state, message);
    if (code) throw ApplicationFailure.nonRetryable(`Refused: ${code}`, code);
  }

  async function takeDecision(message: DecideMessage): Promise<Receipt> {
    if (message.tip > desk.state.seq) await catchUp();
    await ring(); // what fell due before is recorded before
    if (reload || !inStep(desk)) throw beginsAgain();
    refuseUnlessAllowed(message); // the judgement that counts, under the lock
    const { kind } = desk.state.open[message.task]!;
    const { task, taskVersion: _seen, tip: _tip, law: _law, ...decided } = message;
    push({ type: 'taskDecided', key: task, kind, ...decided });
    takeWait(task)?.wake(message.outcome);
    await standstill();
    const answer = await commit(`command:${message.commandId}`);
    await settle(`command:${message.commandId}`);
    if (!answer?.receipt) throw beginsAgain();
    return answer.receipt;
  }

  /** A fact is recorded first, and then the story goes on with what the record made of it. */
  async function takeFact(fact: FactMessage): Promise<void> {
    await ring();
    let waiting: Key | undefined;
    let answer: RecordAnswer | undefined;
    do {
      waiting = expectedKey(fact);
      push({ type: 'factArrived', name: fact.name, factId: fact.factId, ...(waiting ? { key: waiting } : {}) });
      answer = await commit(`fact:${fact.factId}`);
    } while (!answer);
    if (reload) return;
    if (waiting && desk.state.done[waiting] !== undefined) takeWait(waiting)?.wake(undefined);
    await settle(`fact:${fact.factId}`);
  }

  /** The wait a fact answers: the one it names, in whatever turn that stands; without a name, any wait for such a fact. */
  function expectedKey(fact: FactMessage): Key | undefined {
    const { expected } = desk.state;
    const answers = (key: string) =>
      fact.key ? key === fact.key || key.startsWith(`${fact.key}.`) : expected[key as Key] === fact.name;
    return Object.keys(expected).find(answers) as Key | undefined;
  }

  /** Warns of and passes each clock whose instant has come, one commit each, in the order of their instants. */
  async function ring(): Promise<void> {
    while (isDue() && !reload) {
      const { key, says } = nextRing(desk.state)!;
      push({ type: says, key });
      if (says === 'clockPassed') takeWait(key)?.wake(undefined);
      await settle(`clock:${key}:${says}`);
    }
  }

  /** Told of a clock that is due: one it knows nothing of is in the journal, and the case behind it. */
  async function lookAtClocks(offsetMs: number): Promise<void> {
    offset = Math.max(offset, offsetMs);
    if (!isDue()) await catchUp();
    await ring();
  }

  /** Which ends are provisional, and on which calendar they were counted, the record knows. */
  async function replanClocks(version: string): Promise<void> {
    if (reload) return; // the relay asks again
    for (const key of Object.keys(desk.state.clocks) as Key[]) push({ type: 'clockReplanned', key });
    await settle(`calendar:${version}`);
  }

  function push(draft: Draft): void {
    desk.pending.push({ draft, scope });
  }

  function takeWait(key: Key): Wait | undefined {
    const wait = desk.waits.get(key);
    desk.waits.delete(key);
    return wait;
  }

  /** Waits until the story can go no further by itself. */
  async function standstill(): Promise<void> {
    await condition(() => branches.standStill() || bug !== undefined);
    if (bug !== undefined) throw bug;
  }

  /** Lets the story run until it must wait, commits what it did, and again while that lets it go on. */
  async function settle(cause: string): Promise<void> {
    for (;;) {
      await standstill();
      if (reload || (desk.pending.length === 0 && !desk.watchers.some(({ holds }) => holds(desk.state)))) return;
      await commit(`${cause}:${desk.state.seq}`); // where it begins makes the key its own
    }
  }

  /**
   * One commit. Whatever the outcome, the state that comes back is the journal's. The story goes on with it only where
   * the journal stands as this commit left it. Undefined: nothing was written.
   */
  async function commit(key: string): Promise<RecordAnswer | undefined> {
    const drafts = desk.pending.splice(0).map(({ draft }) => draft);
    const answer = await record({ caseId, expectedSeq: desk.state.seq, key, drafts, traceparent });
    adopt(answer);
    if (answer.kind !== 'stored' && answer.kind !== 'repeat') reload = true;
    if (!reload) wakeWatchers(desk);
    return answer.kind === 'behind' || answer.kind === 'early' ? undefined : answer;
  }

  /** Where the journal is further than the case knew, the case begins again from it. */
  async function catchUp(): Promise<void> {
    const { seq } = desk.state;
    adopt(await record({ caseId, key: `sync:${seq}`, drafts: [], traceparent }));
    reload ||= desk.state.seq !== seq;
  }

  /** Business time is the record's: where the server's clock runs ahead of it, the difference is taken off. */
  function adopt(answer: RecordAnswer): void {
    desk.state = answer.state;
    offset = Math.min(answer.offsetMs, answer.now - Date.now());
  }

  function beginsAgain(): ApplicationFailure {
    return ApplicationFailure.nonRetryable(
      'The case begins again from its journal; send the same key again',
      'reloading',
    );
  }

  function stirredWithin(ms: number, woken: () => boolean): Promise<boolean> {
    return ms === Number.POSITIVE_INFINITY ? condition(woken).then(() => true) : condition(woken, ms);
  }
}
