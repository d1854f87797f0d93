import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { RecordAnswer } from '../../activities/record.ts';
import { refusalOf } from '../../src/domain/authority.ts';
import { nextInstant } from '../../src/domain/case/clockInstants.ts';
import type { Draft } from '../../src/domain/case/events.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { type CaseState, migrateState, newCase } from '../../src/domain/case/state.ts';
import { calendarChanged, clockMoved, type DecideMessage, decide, factArrived } from '../messages.ts';
import { countBranches } from './branches.ts';
import { caseFor, type Desk, type Wait } from './caseFor.ts';
import { inStep } from './inStep.ts';
import { record } from './record.ts';
import type { Case } from './story.ts';

/** What one run hands to the next: where the case stands, and how far business time is ahead of the server's. */
export interface Carried {
  readonly state: CaseState;
  readonly offsetMs: number;
}

const idleBeforePark = 5_000;
const shortHistory = 10;

/**
 * Runs a story on a case until it has ended. The rules it keeps, each broken on purpose before it was kept, are in
 * docs/architecture.md: one lock, held until the story stands; one commit for all that happened between two waits;
 * state only from the record's answer; park, end and reload only in a workflow task that did nothing else.
 */
export async function runCase(caseId: CaseId, story: (c: Case) => Promise<void>, carried?: Carried): Promise<void> {
  let busy = true; // the case's one lock; held from the first line until the story stands
  let stir = 0; // changes whenever anything happens
  let reload = false; // story and journal differ: begin again from the journal's state
  let over = false; // the story has ended
  let bug: unknown; // a story that fails fails the workflow task, and the case waits for a fix

  let offset = carried?.offsetMs ?? 0;
  const state = carried ? migrateState(carried.state) : newCase(caseId);
  const desk: Desk = { state, pending: [], waits: new Map(), settlers: [], rounds: {}, stage: state.stage };

  setHandler(decide, (message) => locked(() => takeDecision(message)), { validator: judgeAtTheDoor });
  setHandler(factArrived, (fact) => locked(() => takeFact(fact)));
  setHandler(calendarChanged, ({ version }) => locked(() => replanClocks(version)));
  setHandler(clockMoved, ({ offsetMs }) => {
    offset = Math.max(offset, offsetMs);
    stir++;
  });

  if (!carried) adopt(await record({ caseId, key: `load:${workflowInfo().runId}`, drafts: [] }));
  desk.rounds = { ...desk.state.rounds };
  desk.stage = desk.state.stage;

  const branches = countBranches((error) => {
    bug ??= error;
  });
  const scope = { abandoned: false };
  void story(caseFor(desk, branches, scope)).then(
    () => {
      over = true;
      branches.finish();
    },
    (error) => {
      bug = error;
    },
  );
  await settle(`enter:${workflowInfo().runId}`);
  busy = false;
  stir++;

  for (;;) {
    await condition(() => !busy || bug !== undefined);
    if (bug !== undefined) throw bug;
    if (!reload && !over && dueClock()) {
      await locked(ring);
      continue;
    }
    const before = stir;
    const mayPark = reload || over || workflowInfo().historyLength > shortHistory;
    const untilDue = (nextInstant(desk.state) ?? Number.POSITIVE_INFINITY) - businessNow();
    const untilPark = reload || over ? 20 : mayPark ? idleBeforePark : Number.POSITIVE_INFINITY;
    const stirred = await stirredWithin(
      Math.max(Math.min(untilDue, untilPark), 1),
      () => stir !== before || bug !== undefined,
    );
    if (!stirred && mayPark && allHandlersFinished() && (reload || over || !dueClock())) break;
  }
  if (over && !reload) return;
  await continueAsNew<(caseId: CaseId, carried?: Carried) => Promise<void>>(caseId, {
    state: desk.state,
    offsetMs: offset,
  });

  function businessNow(): number {
    return Date.now() + offset;
  }

  async function locked<T>(work: () => Promise<T>): Promise<T> {
    stir++;
    while (busy) await condition(() => !busy);
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
      stir++;
    }
  }

  /** Refuses before anything is written. Judges only when it can know; otherwise lets pass, and the handler judges. */
  function judgeAtTheDoor(message: DecideMessage): void {
    if (busy || reload || message.tip > desk.state.seq) return;
    refuseUnlessAllowed(message);
  }

  function refuseUnlessAllowed(message: DecideMessage): void {
    const code = refusalOf(desk.state, message);
    if (code) throw ApplicationFailure.nonRetryable(`Refused: ${code}`, code);
  }

  async function takeDecision(message: DecideMessage) {
    if (!reload && message.tip > desk.state.seq) await fallBehind();
    if (reload)
      throw ApplicationFailure.nonRetryable(
        'The case begins again from its journal; send the same key again',
        'reloading',
      );
    refuseUnlessAllowed(message); // the judgement that counts, under the lock
    const open = desk.state.open[message.task]!;
    const { task, taskVersion: _seen, tip: _tip, law: _law, ...decided } = message;
    push({ type: 'taskDecided', key: task, kind: open.kind, ...decided });
    takeWait(task)?.wake(message.outcome);
    const answer = await settle(`command:${message.commandId}`);
    if (!answer?.receipt)
      throw ApplicationFailure.nonRetryable(
        'The case begins again from its journal; send the same key again',
        'reloading',
      );
    return answer.receipt;
  }

  /** A fact is recorded first, and then the story goes on with what the record made of it. */
  async function takeFact(fact: { factId: string; name: string; key?: Key }): Promise<void> {
    const key = `fact:${fact.factId}`;
    let waiting: Key | undefined;
    let woken: Wait | undefined;
    let answer: RecordAnswer | undefined;
    do {
      waiting = expectedKey(fact);
      woken ??= waiting && takeWait(waiting); // it waits for the record now, no longer for the fact
      push({ type: 'factArrived', name: fact.name, factId: fact.factId, ...(waiting ? { key: waiting } : {}) });
      answer = await commit(key);
    } while (!answer);
    if (reload) return;
    woken?.wake(undefined);
    await settle(`${key}:then`);
  }

  /** The wait a fact answers: the one it names, in whatever turn that stands; without a name, any wait for such a fact. */
  function expectedKey(fact: { name: string; key?: Key }): Key | undefined {
    const { expected } = desk.state;
    const answers = (key: string) =>
      fact.key ? key === fact.key || key.startsWith(`${fact.key}.`) : expected[key as Key] === fact.name;
    return Object.keys(expected).find(answers) as Key | undefined;
  }

  /** Warns of and passes each clock whose instant has come, one commit each, in the order of their instants. */
  async function ring(): Promise<void> {
    for (let due = dueClock(); due && !reload; due = dueClock()) {
      const [key, clock] = due;
      const passing = clock.warned === true || clock.warnAt === undefined;
      push({ type: passing ? 'clockPassed' : 'clockWarned', key });
      if (passing) takeWait(key)?.wake(undefined);
      await settle(`clock:${key}:${clock.dueOn}:${passing ? 'passed' : 'warned'}`);
    }
  }

  /** Which ends are provisional, and on which calendar they were counted, the record knows. */
  async function replanClocks(version: string): Promise<void> {
    for (const key of Object.keys(desk.state.clocks) as Key[]) push({ type: 'clockReplanned', key });
    await settle(`calendar:${version}`);
  }

  function dueClock() {
    const due = nextInstant(desk.state);
    if (due === undefined || due > businessNow()) return undefined;
    return Object.entries(desk.state.clocks)
      .map(([key, clock]) => [key as Key, clock] as const)
      .find(([, clock]) => nextInstant({ clocks: { ['one' as Key]: clock } }) === due);
  }

  function push(draft: Draft): void {
    desk.pending.push({ draft, scope });
  }

  function takeWait(key: Key): Wait | undefined {
    const wait = desk.waits.get(key);
    desk.waits.delete(key);
    return wait;
  }

  /** Lets the story run until it must wait, commits what it did, and again while that lets it go on. */
  async function settle(key: string): Promise<RecordAnswer | undefined> {
    let first: RecordAnswer | undefined;
    for (let n = 1; ; n++) {
      await condition(() => branches.standStill() || bug !== undefined);
      if (bug !== undefined) throw bug; // a plain Error: the workflow task fails and is tried again, the case waits
      if (desk.pending.length === 0 && desk.settlers.length === 0) return first;
      const answer = await commit(n === 1 ? key : `${key}:${n}`);
      if (!answer) return first;
      first ??= answer;
      for (const settled of desk.settlers.splice(0)) settled();
    }
  }

  /** One commit. Whatever the outcome, the state that comes back is the journal's. */
  async function commit(key: string): Promise<RecordAnswer | undefined> {
    const drafts = desk.pending.splice(0).map(({ draft }) => draft);
    const answer = await record({ caseId, expectedSeq: desk.state.seq, key, drafts });
    adopt(answer);
    const written = answer.kind === 'stored' || answer.kind === 'repeat';
    if (!written || (desk.settlers.length === 0 && !inStep(desk))) reload = true;
    return written ? answer : undefined;
  }

  async function fallBehind(): Promise<void> {
    adopt(await record({ caseId, key: `sync:${workflowInfo().runId}:${stir}`, drafts: [] }));
    reload = true;
  }

  function adopt(answer: Pick<RecordAnswer, 'state' | 'offsetMs'>): void {
    desk.state = answer.state;
    offset = answer.offsetMs;
  }

  function stirredWithin(ms: number, woken: () => boolean): Promise<boolean> {
    return ms === Number.POSITIVE_INFINITY ? condition(woken).then(() => true) : condition(woken, ms);
  }
}
