import pino from 'pino';
import { afterEach, expect, it } from 'vitest';
import type { Decided } from '../../src/commands/decideTask.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import type { OpenTask } from '../../src/domain/case/state.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import { startRelay } from '../../src/relay/relay.ts';
import type { ScriptProcess } from '../support/childProcess.ts';
import { type County, type DecisionInput, startCounty } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { diceFrom } from '../support/dice.ts';
import { allTaken } from '../support/effects.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { type IsolatedTemporal, startIsolatedTemporal } from '../support/temporal.ts';
import { journalOf } from './support/snapshot.ts';
import { stands } from './support/stands.ts';
import { runWorker } from './support/workers.ts';

/** The same choices again with the same seed; what meets what is up to the machine. */
const seed = Number(process.env.STORM_SEED ?? 20_261_201);
const officers = 10;
const wanted = { decisions: 200, kills: 6 };

let county: County;
let temporal: IsolatedTemporal;
const workers = new Set<ScriptProcess>();
afterEach(async () => {
  await Promise.all([...workers].map((worker) => worker.kill()));
  await county?.stop();
  await temporal?.dispose();
});

async function startWorker(): Promise<ScriptProcess> {
  const worker = runWorker(county, undefined, temporal.address);
  workers.add(worker);
  await worker.printed('worker ready');
  return worker;
}

/** Kills one of the two workers at moments of the dice, and has another in its place. */
async function kill(over: () => boolean, killed: () => void): Promise<void> {
  const roll = diceFrom(seed);
  while (!over()) {
    const moment = Date.now() + 500 + roll() * 2_500;
    await eventually('the moment has come', () => Date.now() > moment || over());
    const victim = [...workers][roll() < 0.5 ? 0 : 1]!;
    await victim.kill();
    workers.delete(victim);
    killed();
    await startWorker();
  }
}

/** What is decided on each kind of task: a case goes round from survey to objection, and never ends. */
const contents: Partial<Record<TaskKindName, DecisionInput>> = {
  accept: { outcome: 'accepted' },
  startSurvey: { outcome: 'started', investigators: ['i-1', 'i-2'] },
  homeVisit: visit(),
  startCheck: { outcome: 'started' },
  review: { outcome: 'proposeGrant', amountFen: 87_200 },
  objection: { outcome: 'objected', raisedBy: '邻居', reason: '另有收入', documents: [] },
  handleObjection: { outcome: 'resurvey', reason: '需重新调查', documents: [] },
  registerComplaint: { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' },
};

interface Given {
  readonly answer: Decided;
  again(): Promise<Decided>;
}

/** An officer decides what the dice say, on what was on the screen a moment ago; or a report comes in. */
async function decideAway(nth: number, cases: readonly CaseId[], over: () => boolean, given: Given[]): Promise<void> {
  const roll = diceFrom(seed + nth);
  const pick = <T>(from: readonly T[]) => from[Math.floor(roll() * from.length)]!;
  for (let i = 1; !over(); i++) {
    const caseId = pick(cases);
    const { open, expected } = await county.state(caseId);
    const report = (Object.keys(expected) as Key[]).find((key) => expected[key] === 'checkReport');
    if (report && roll() < 0.5) {
      await county.fact(caseId, 'checkReport', { findings: [] }, report);
      continue;
    }
    const tasks = (Object.entries(open) as [Key, OpenTask][]).filter(([, { kind }]) => contents[kind]);
    const [task, { kind, role, division, version: taskVersion }] = pick(tasks);
    const how = { task, role, division, taskVersion, officer: `officer-${nth}`, idempotencyKey: `${nth}/${i}` };
    const send = () => county.decide(caseId, kind, contents[kind]!, how);
    given.push({ answer: await send(), again: send });
  }
}

const nothingLeft = (what: string, sql: string) =>
  eventually(what, async () => (await county.db.worker.query(sql)).rowCount === 0, 40_000);

it(`workers killed while ten officers decide: nothing accepted is lost or doubled, no case is stuck (seed ${seed})`, async () => {
  temporal = await startIsolatedTemporal(['limit.historyCount.suggestContinueAsNew=150']);
  county = await startCounty({ worker: false, address: temporal.address });
  await startWorker();
  await startWorker();
  const relay = startRelay({
    ...county.deps,
    pool: county.db.worker,
    effects: allTaken,
    log: pino({ level: 'silent' }),
    patience: { start: 1, command: 3, fact: 3, clock: 5, policy: 1 },
  });
  const cases = await Promise.all(Array.from({ length: officers }, () => county.apply()));
  for (const caseId of cases) await county.opened(caseId, 'accept');

  const given: Given[] = [];
  let kills = 0;
  const over = () => given.length >= wanted.decisions && kills >= wanted.kills;
  await Promise.all([
    kill(over, () => kills++),
    ...Array.from({ length: officers }, (_, nth) => decideAway(nth, cases, over, given)),
  ]);
  await nothingLeft('an outcome of every decision', 'select from command where receipt is null and refusal is null');
  await nothingLeft('every fact recorded', 'select from fact where consumed_at is null');
  await relay.stop();
  for (const caseId of cases) {
    await stands(county, caseId);
    await expectSound(county, caseId);
  }

  const journals = await Promise.all(cases.map((caseId) => journalOf(county, caseId)));
  const recorded = journals.flat().flatMap(({ data }) => (data.type === 'taskDecided' ? [data.commandId] : []));
  const { rows } = await county.db.worker.query('select command_id from command where receipt is not null');
  expect(recorded.sort()).toEqual(rows.map((row) => row.command_id).sort());
  expect(recorded.length).toBeGreaterThan(wanted.decisions / 2);
  for (const { answer, again } of given) {
    const now = await again();
    if (answer.kind === 'pending') expect(now.kind).not.toBe('pending');
    else expect(now).toEqual(answer); // whatever was answered once is answered for ever
  }
}, 600_000);
