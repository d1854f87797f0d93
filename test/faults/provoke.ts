import { diceFrom } from '../support/dice.ts';
import { eventually } from '../support/eventually.ts';
import { footprintOf, type StackFootprint, sayGrowth } from './footprint.ts';
import { brokenInvariants, settled } from './invariants.ts';
import { lateAfter, type Outage, rungSince } from './lateness.ts';
import { type Life, lifeOf } from './life.ts';
import { openStack, type Stack } from './stack/stack.ts';

/**
 * One fault. `inject` does the harm while people work, at a moment of the dice; where it has to last, it says so, and
 * `recover` takes it away. Whatever dies by it is started again by the harness.
 */
export interface Fault {
  /** Of docs/proof.md, with what is special to it: 'F1-inside'. */
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** While families are surveyed and reviewed, while time goes on to the confirmation, or while the county pays. */
  readonly during?: 'work' | 'confirmation' | 'payday';
  /** After how many commands of its phase it comes at the latest. */
  readonly moments?: number;
  /** How long it lasts before `recover`, in milliseconds of real time. */
  readonly lastsMs?: number;
  /** How many families apply; four where it is not said. */
  readonly families?: number;
  /** The record forgets some of what was accepted: then people see that it is not done, and do it again. */
  readonly forgets?: true;
  /** Business time goes on by days while it lasts. */
  readonly daysPass?: true;
  /** It hurts its stack so that nothing else may be tried on it, or needs one made for it. */
  readonly ownStack?: () => Promise<Stack>;
  /** Why it cannot be provoked on this machine; undefined where it can. */
  impossible?(): string | undefined;
  inject(stack: Stack, roll: () => number): Promise<unknown>;
  recover?(stack: Stack): Promise<unknown>;
  /** What must come of it once it has gone away, beside what the invariants say. */
  afterwards?(stack: Stack): Promise<unknown>;
}

export interface Verdict {
  readonly fault: Fault;
  readonly seed: number;
  /** After how many commands of its phase it came. */
  readonly moment: number;
  readonly sent: number;
  readonly accepted: number;
  readonly seconds: number;
  /** How long it lasted, and how late the last of so many things that clocks had to say was recorded. */
  readonly lastedMs: number;
  readonly clocks: { readonly rung: number; readonly lateMs: number };
  readonly growth: string;
  /** What does not hold; empty: all does. */
  readonly broken: readonly string[];
}

const usualFamilies = 4;
const usualMoments = { work: 20, confirmation: 4, payday: 4 };

/** A seed of its own for each fault, so that one alone is replayed as it went among all. */
function diceOf(seed: number, { id }: Fault): () => number {
  return diceFrom([...id].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, seed));
}

/**
 * Families live through a month, the fault comes at its moment, and then every invariant must hold.
 * @param first what the stack took up when it was new; now, where it is
 */
export async function provoke(
  stack: Stack,
  life: Life,
  fault: Fault,
  seed: number,
  first?: StackFootprint,
): Promise<Verdict> {
  const began = Date.now();
  const roll = diceOf(seed, fault);
  const during = fault.during ?? 'work';
  const moment = 1 + Math.floor(roll() * (fault.moments ?? usualMoments[during]));
  const before = life.decisions().length;
  const since = await businessNow(life);
  const footprint = await footprintOf(stack, life);
  let harm = Promise.resolve<Outage>({ lastedMs: 0 });
  /** The fault may take longer than its phase: what it waits for comes with the next. */
  const phase = async <T>(
    name: typeof during,
    live: () => Promise<T>,
    again: (lived: T) => Promise<void>,
  ): Promise<T> => {
    if (name === during) harm = hurt(stack, life, fault, roll, moment);
    const lived = await failingWith(harm, live());
    if (name === during && fault.forgets) {
      while (!(await isOver(harm))) await again(lived);
      await again(lived);
    }
    return lived;
  };
  const broken: string[] = [];
  let outage: Outage = { lastedMs: 0 };
  let clocks = { rung: 0, lateMs: 0 };
  let growth = '';
  try {
    await phase('work', () => life.apply(fault.families ?? usualFamilies), life.work);
    await phase('confirmation', () => life.confirm(), life.work);
    const paidUpTo = await phase('payday', () => life.pay(), life.payOut);
    outage = await soon('the fault is over', harm);
    await settled(life);
    const rung = await rungSince(life, since);
    clocks = { rung: rung.length, lateMs: Math.max(0, ...rung.map((each) => lateAfter(each, outage))) };
    const was = { first: first ?? footprint, before: footprint };
    broken.push(...(await brokenInvariants({ stack, life, paidUpTo, since, outage, ...was })));
    growth = sayGrowth(footprint, await footprintOf(stack, life));
  } catch (error) {
    broken.push(
      `did not come to its end: ${(error as Error).message}`,
      `its processes said: ${stack.printed().slice(-2_000)}`,
    );
  }
  const decisions = life.decisions().slice(before);
  const accepted = decisions.filter(({ answers }) => answers.some(({ status }) => status === 200));
  const seconds = Math.round((Date.now() - began) / 1_000);
  const counts = { sent: decisions.length, accepted: accepted.length, seconds };
  return { fault, seed, moment, ...counts, lastedMs: outage.lastedMs, clocks, growth, broken };
}

/** What people do, unless the fault itself fails first. */
function failingWith<T>(harm: Promise<unknown>, living: Promise<T>): Promise<T> {
  return Promise.race([living, harm.then(() => living)]);
}

async function isOver(harm: Promise<unknown>): Promise<boolean> {
  const soon = new Promise<false>((resolve) => setTimeout(resolve, 500, false));
  return Promise.race([harm.then(() => true), soon]);
}

async function soon<T>(what: string, awaited: Promise<T>): Promise<T> {
  let over = false;
  void awaited.then(
    () => (over = true),
    () => (over = true),
  );
  await eventually(what, () => over, 60_000);
  return awaited;
}

/** Gives how long it lasted. Where the record goes back, what it has forgotten is over when it comes back. */
async function hurt(stack: Stack, life: Life, fault: Fault, roll: () => number, moment: number): Promise<Outage> {
  await stack.counters.after(moment);
  const began = performance.now();
  await fault.inject(stack, roll);
  if (fault.lastsMs) await new Promise((resolve) => setTimeout(resolve, fault.lastsMs));
  await fault.recover?.(stack);
  const lastedMs = performance.now() - began;
  const until = fault.forgets || fault.daysPass ? { until: await businessNow(life) } : {};
  await fault.afterwards?.(stack);
  return { lastedMs, ...until };
}

async function businessNow({ rows }: Life): Promise<Date> {
  const [clock] = await rows<{ now: Date }>('select business_now() as now');
  return clock!.now;
}

/** Each fault in turn; those that need no stack of their own share one until something does not hold on it. */
export async function provokeAll(
  faults: readonly Fault[],
  seed: number,
  tell: (line: string) => void,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let shared:
    | { readonly stack: Stack; readonly life: Life; readonly first: StackFootprint; months: number }
    | undefined;
  const leave = async () => {
    await shared?.stack.close();
    shared = undefined;
  };
  const open = async (stack: Promise<Stack>) => {
    const opened = await stack;
    const life = lifeOf(opened);
    return { stack: opened, life, first: await footprintOf(opened, life), months: 0 };
  };
  try {
    for (const fault of faults) {
      const impossible = fault.impossible?.();
      if (impossible) {
        tell(`${fault.id}: not provoked here, ${impossible}`);
        continue;
      }
      if (fault.ownStack || (shared && shared.months >= monthsOfAStack)) await leave();
      shared ??= await open((fault.ownStack ?? openStack)());
      const verdict = await provoke(shared.stack, shared.life, fault, seed, shared.first);
      verdicts.push(verdict);
      tell(rowOf(verdict));
      shared.months++;
      if (fault.ownStack || verdict.broken.length > 0) await leave();
    }
  } finally {
    await leave();
  }
  return verdicts;
}

/** A year and more brings reviews of the first families: they are worked through too, and take their time. */
const monthsOfAStack = 10;

/** A line of the table. */
function rowOf({ fault, seed, moment, sent, accepted, seconds, lastedMs, clocks, growth, broken }: Verdict): string {
  return [
    fault.id.padEnd(18),
    String(seed).padEnd(10),
    `after ${moment} of ${fault.during ?? 'work'}`.padEnd(24),
    `${accepted}/${sent}`.padEnd(8),
    `${seconds} s`.padEnd(6),
    `${inSeconds(lastedMs)}`.padEnd(8),
    `${inSeconds(clocks.lateMs)} of ${clocks.rung}`.padEnd(14),
    growth.padEnd(30),
    (broken.length === 0 ? 'holds' : 'BROKEN').padEnd(7),
    `${fault.title.en} ${fault.title.zh}`,
    ...broken.map((each) => `\n    ${each}`),
  ].join(' ');
}

const inSeconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** The table at the end. `lasted`: the fault; `latest`: by how much the latest of so many warnings, ends and escalations; `disk`: of record and Temporal. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const head = [
    'id'.padEnd(18),
    'seed'.padEnd(10),
    'moment'.padEnd(24),
    'accepted',
    'time  ',
    'lasted'.padEnd(8),
    'latest clock'.padEnd(14),
    'memory, disk of an event'.padEnd(30),
    'verdict',
    'what',
  ].join(' ');
  return [head, ...verdicts.map(rowOf)].join('\n');
}
