import { caseClient } from '../src/commands/caseClient.ts';
import { connectTemporal } from '../src/commands/temporalConnection.ts';
import type { RunDetail } from '../src/contracts/http/disbursements.ts';
import type { Task } from '../src/contracts/http/tasks.ts';
import { holdBusinessClock, moveBusinessClock, readBusinessClock } from '../src/db/businessClock.ts';
import { createPool, inTransaction, type Pool } from '../src/db/pool.ts';
import type { ApplicationReceipt } from '../src/db/queries/applications.ts';
import { cast, places } from '../src/demo/cast.ts';
import { businessDateOf } from '../src/domain/calendar.ts';
import type { CaseId } from '../src/domain/case/ids.ts';
import type { Steps } from '../src/stack/steps.ts';
import { seedHousehold } from '../test/support/people.ts';
import { type Figures, figuresOf, pause, sayFigures } from './figures.ts';
import { copiesOf, inBenefit } from './manyCases.ts';
import type { Measured } from './stackToMeasure.ts';

const dueClocks = 20_000;
const paymentLines = 5_000;
const reports = 40;
/** Under load no longer than this, however few reports that were. */
const measureForMs = 6 * 60_000;
/** Told of at the same time. */
const tellers = 20;

/**
 * Emergencies first: how long a report takes until its task stands in the duty officer's worklist, over the API alone; on
 * the stack as it stands idle, and while twenty thousand clocks are due at once and a county's payments are prepared.
 */
export async function emergenciesFirst(stack: Measured, steps: Steps): Promise<void> {
  const { config } = stack;
  const pool = createPool(config.database.worker, tellers + 4);
  const temporal = await connectTemporal(config);
  const cases = caseClient(temporal.client, config.temporal.taskQueue, pool);
  try {
    await measure(stack, 5); // everything has been loaded once
    const idle = figuresOf(await measure(stack, reports));
    steps.say(sayFigures('idle', idle));

    const { template, today } = await templateCase(stack, pool);
    const copies = await steps.step(`${dueClocks} cases, ${paymentLines} of them in benefit`, async () => {
      const ids = await copiesOf(pool, template, dueClocks);
      await inBenefit(pool, config, ids.slice(0, paymentLines), today.slice(0, 7));
      return ids;
    });
    const offsetMs = await pastEveryClock(pool);
    const load = tellAll(copies, (caseId) => cases.clockMoved(caseId, offsetMs));
    while (load.told() < dueClocks / 20) await pause(200); // the queue is filled faster than it is worked off
    const prepared = openRun(stack, pool);
    const before = await left(pool);
    const began = performance.now();
    const busy = figuresOf(await measure(stack, reports));
    const seconds = (performance.now() - began) / 1_000;
    const after = await left(pool);
    steps.say(sayFigures('under load', busy));
    steps.say(`ratio: median ${ratio(busy, idle, 'median')}, p90 ${ratio(busy, idle, 'p90')}`);
    steps.say(
      `meanwhile ${before} clocks were due at the beginning and ${after} at the end (${Math.round((before - after) / seconds)} a second); ${load.told()} had been told`,
    );
    steps.say(`the payment run: ${await Promise.race([prepared, pause(60_000).then(() => 'not prepared yet')])}`);
    await load.stop();
  } finally {
    await temporal.close();
    await pool.end();
  }
}

const ratio = (busy: Figures, idle: Figures, of: 'median' | 'p90') => (busy[of] / idle[of]).toFixed(2);

/** From the report's being sent to its task in the worklist of whoever is on duty, in milliseconds, one after the other. */
async function measure({ api }: Measured, count: number): Promise<number[]> {
  const durations: number[] = [];
  const giveUp = performance.now() + measureForMs;
  for (let nth = 0; nth < count && performance.now() < giveUp; nth++) {
    const began = performance.now();
    const { caseId } = await api.send<ApplicationReceipt>(cast.clerk, '/v1/emergencies', aFire);
    let task: Task | undefined;
    while (!task) {
      const seen = await api.get<{ items: Task[] }>(cast.duty1, '/v1/tasks').catch(() => undefined);
      task = seen?.items.find((item) => item.caseId === caseId && item.kind === 'answerReport');
      if (!task) await pause(20);
    }
    durations.push(performance.now() - began);
    const answer = { taskVersion: task.version, outcome: 'notEmergency', to: 'other', reason: '压力测试' };
    await api.send(cast.duty1, `/v1/tasks/${task.taskId}/decision`, answer); // so that the list does not grow
    await pause(300);
  }
  return durations;
}

const aFire = {
  township: places.township,
  place: '示例路12号出租屋',
  happenedAt: '2026-01-01T21:00:00+08:00',
  kind: 'fire',
  what: '出租屋起火',
  person: { description: '男，四十岁上下' },
  reportedBy: { by: 'villageAssistant', name: '示例乙' },
};

/** An application that waits to be accepted, its clock running. */
async function templateCase({ api }: Measured, pool: Pool) {
  const { caseId } = await api.send<ApplicationReceipt>(cast.clerk, '/v1/applications', seedHousehold());
  while ((await api.get<{ items: Task[] }>(cast.clerk, `/v1/tasks?caseId=${caseId}`)).items.length === 0)
    await pause(100);
  const { now } = await inTransaction(pool, readBusinessClock);
  return { template: caseId as CaseId, today: businessDateOf(now) };
}

/** Moves business time past the last clock's end in one jump, so that all of them are overdue together. */
async function pastEveryClock(pool: Pool): Promise<number> {
  return inTransaction(pool, async (tx) => {
    await holdBusinessClock(tx);
    const { rows } = await tx.query<{ at: Date }>(`select max(due_at) as at from clock where status = 'running'`);
    return moveBusinessClock(tx, rows[0]!.at.getTime() + 60_000);
  });
}

/** Tells every case, beside what the relay does; `stop` lets the rest go. */
function tellAll(caseIds: readonly CaseId[], tell: (caseId: CaseId) => Promise<void>) {
  const rest = [...caseIds];
  let told = 0;
  const next = async () => {
    for (let caseId = rest.pop(); caseId; caseId = rest.pop()) {
      await tell(caseId).catch(() => pause(500));
      told++;
    }
  };
  const all = Promise.all(Array.from({ length: tellers }, next));
  return {
    told: () => told,
    async stop() {
      rest.length = 0;
      await all;
    },
  };
}

async function openRun({ api }: Measured, pool: Pool): Promise<string> {
  const { now } = await inTransaction(pool, readBusinessClock);
  const period = businessDateOf(now).slice(0, 7);
  const began = performance.now();
  await api.send(cast.financeA, '/v1/disbursements', { county: places.county, period });
  for (;;) {
    // A stack under load may say that it is not ready for the moment.
    const run = await api
      .get<RunDetail>(cast.financeA, `/v1/disbursements/${places.county}:${period}`)
      .catch(() => undefined);
    const seconds = Math.round((performance.now() - began) / 1_000);
    if (run && run.state !== 'open') return `${run.toPay.lines} lines to pay, prepared after ${seconds} s`;
    await pause(2_000);
  }
}

async function left(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(
    `select count(*) as n from clock where status = 'running' and due_at < business_now()`,
  );
  return Number(rows[0]!.n);
}
