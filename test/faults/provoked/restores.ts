import { recover } from '../../../src/upkeep/recover.ts';
import { eventually } from '../../support/eventually.ts';
import { followRestore, keepRoot } from '../olderRecord.ts';
import type { Fault } from '../provoke.ts';
import { followed, startStandby, takeBackup } from '../stack/copies.ts';
import { openStack, type Stack } from '../stack/stack.ts';

const followable = () => openStack({ postgres: { settings: followed } });
/** People go on for some commands; where they have nothing to do any more, for as long as that takes. */
const goOn = ({ counters }: Stack, commands: number) =>
  Promise.race([counters.after(commands), new Promise((resolve) => setTimeout(resolve, 15_000))]);
const upTo = (most: number, roll: () => number) => 1 + Math.floor(roll() * most);

/** The newest run is in one of these states. */
const runIs = (states: readonly string[]) => (stack: Stack) =>
  eventually(
    `the run is ${states.join(' or ')}`,
    async () => {
      const { rows } = await stack.db.worker.query('select state from disbursement order by period desc limit 1');
      return states.includes(rows[0]?.state);
    },
    120_000,
  );

/** The moment that is gone back to, and what happens until the record is lost. */
interface When {
  from(stack: Stack): Promise<unknown>;
  until(stack: Stack, roll: () => number): Promise<unknown>;
}
const atWork: When = { from: async () => {}, until: (stack, roll) => goOn(stack, upTo(12, roll)) };
const onPayday: When = { from: runIs(['prepared']), until: runIs(['handedOver', 'closed']) };

async function standbyTakesOver(stack: Stack, roll: () => number, { from, until }: When) {
  const standby = await startStandby(stack.postgres);
  await from(stack);
  standby.lag();
  await until(stack, roll);
  const kept = await keepRoot(stack);
  await goOn(stack, upTo(3, roll));
  await stack.postgres.kill();
  await standby.takeOver();
  await followRestore(stack, kept);
}

async function recordGoesBack(stack: Stack, roll: () => number, { from, until }: When) {
  const backup = await takeBackup(stack.postgres);
  await from(stack);
  await backup.mark();
  await until(stack, roll);
  const kept = await keepRoot(stack);
  await goOn(stack, upTo(3, roll));
  await stack.postgres.kill();
  await backup.restore();
  await followRestore(stack, kept);
}

async function temporalGoesBack(stack: Stack, roll: () => number, { from, until }: When) {
  await from(stack);
  const putBack = await stack.temporal.backUp();
  await until(stack, roll);
  await stack.temporal.kill();
  await putBack();
  await stack.temporal.start();
  await recover(stack.db.worker, stack);
}

export const restores: readonly Fault[] = [
  {
    id: 'F25-work',
    title: { zh: '切换到落后的备库', en: 'a standby takes over that lacks the last of the work' },
    ownStack: followable,
    forgets: true,
    inject: (stack, roll) => standbyTakesOver(stack, roll, atWork),
  },
  {
    id: 'F25-payday',
    title: { zh: '发放日切换到落后的备库', en: 'a standby takes over that does not know that the bank has paid' },
    during: 'payday',
    moments: 1,
    ownStack: followable,
    forgets: true,
    inject: (stack, roll) => standbyTakesOver(stack, roll, onPayday),
  },
  {
    id: 'F26-record',
    title: { zh: '数据库恢复到较早时点', en: 'the record restored to a point in time, Temporal not' },
    ownStack: followable,
    forgets: true,
    inject: (stack, roll) => recordGoesBack(stack, roll, atWork),
  },
  {
    id: 'F26-record-payday',
    title: {
      zh: '发放日数据库恢复到签发之前',
      en: 'the record restored to before the signatures, when the bank has paid',
    },
    during: 'payday',
    moments: 1,
    ownStack: followable,
    forgets: true,
    inject: (stack, roll) => recordGoesBack(stack, roll, onPayday),
  },
  {
    id: 'F26-temporal',
    title: { zh: 'Temporal 恢复到较早时点', en: 'Temporal restored to a point in time, the record not' },
    inject: (stack, roll) => temporalGoesBack(stack, roll, atWork),
  },
  {
    id: 'F26-temporal-payday',
    title: {
      zh: '发放日 Temporal 恢复到签发之前',
      en: 'Temporal restored to before the signatures, when the bank has paid',
    },
    during: 'payday',
    moments: 1,
    inject: (stack, roll) => temporalGoesBack(stack, roll, onPayday),
  },
];
