import { Gauge, type Registry } from 'prom-client';
import { readBusinessClock } from '../db/businessClock.ts';
import { inDivision, type Pool, type Tx } from '../db/pool.ts';
import { readBacklog } from '../db/queries/backlog.ts';
import { readAges, readAwaitedFacts, readClocksByKind, readOpenRuns } from '../db/queries/measures.ts';
import { readOutside } from '../db/queries/outside.ts';
import { nationalDivision } from '../domain/policy.ts';

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** One family of numbers: its name, what it says, its labels, and the question to the database. */
interface Measure {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (tx: Tx) => Promise<readonly Sample[]>;
}

const byName = (counts: object): Sample[] => Object.entries(counts).map(([of, count]) => [{ of }, count]);

const measures: readonly Measure[] = [
  {
    name: 'doudi_backlog',
    help: 'What waits; clocksMissed, casesWithoutOwner and casesWithoutReview above 0 are alarms',
    labels: ['of'],
    read: async (tx) => byName(await readBacklog(tx)),
  },
  {
    name: 'doudi_oldest_seconds',
    help: 'How long the oldest that waits has waited, in business time; 0 where none waits',
    labels: ['of'],
    read: async (tx) => byName(await readAges(tx)),
  },
  {
    name: 'doudi_clocks',
    help: 'Statutory periods that end within a day (dueWithinDay) or have passed (late)',
    labels: ['kind', 'stands'],
    read: async (tx) => (await readClocksByKind(tx)).map(({ kind, stands, count }) => [{ kind, stands }, count]),
  },
  {
    name: 'doudi_awaited_fact_oldest_seconds',
    help: 'How long the oldest answer of an outside system has been awaited',
    labels: ['name'],
    read: async (tx) => (await readAwaitedFacts(tx)).map(({ name, oldestSeconds }) => [{ name }, oldestSeconds]),
  },
  {
    name: 'doudi_payment_runs',
    help: 'Payment runs that are not closed, by state',
    labels: ['state'],
    read: async (tx) => (await readOpenRuns(tx)).map(({ state, count }) => [{ state }, count]),
  },
];

/**
 * The promises as numbers, counted when they are asked for (src/db/queries/{backlog,measures}.ts). While the database is
 * away they are absent, and /readyz says so. Never a place, a person or a case: whoever looks after the machines sees them.
 */
export function measureBacklog(metrics: Registry, pool: Pool): void {
  for (const { name, help, labels, read } of measures) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [metrics],
      async collect() {
        const samples = await inDivision(pool, nationalDivision, read).catch(() => []);
        gauge.reset();
        for (const [labelled, value] of samples) gauge.set(labelled, value);
      },
    });
  }
}

/** `doudi_outside_down_minutes{system}`: 0 while it answers; `doudi_outside_calls_waiting{system}`: what has not reached it. */
export function measureOutside(metrics: Registry, pool: Pool): void {
  const registers = [metrics];
  const labelNames = ['system'] as const;
  const waiting = new Gauge({
    name: 'doudi_outside_calls_waiting',
    help: 'Calls that have not reached an outside system yet',
    labelNames,
    registers,
  });
  const down = new Gauge({
    name: 'doudi_outside_down_minutes',
    help: 'For how long no call to an outside system has succeeded; 0 while it answers',
    labelNames,
    registers,
    async collect() {
      const seen = await inDivision(pool, nationalDivision, async (tx) => ({
        views: await readOutside(tx),
        now: (await readBusinessClock(tx)).now,
      })).catch(() => undefined);
      for (const gauge of [down, waiting]) gauge.reset();
      for (const { system, standing, waiting: waits } of seen?.views ?? []) {
        waiting.set({ system }, waits.calls);
        down.set({ system }, standing.state === 'down' ? Math.floor((seen!.now - standing.downSince) / 60_000) : 0);
      }
    },
  });
}
