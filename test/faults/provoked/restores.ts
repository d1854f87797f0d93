import { recover } from '../../../src/upkeep/recover.ts';
import { eventually } from '../../support/eventually.ts';
import { followRestore, keepRoot } from '../olderRecord.ts';
import type { Fault } from '../provoke.ts';
import { type Copy, followed, startStandby, takeBackup } from '../stack/copies.ts';
import { openStack, type Stack } from '../stack/stack.ts';

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
const onPayday: When = {
  from: runIs(['prepared', 'signed', 'filed', 'handedOver']),
  until: runIs(['handedOver', 'closed']),
};

/** A copy of the record takes its place, which lacks what was committed since its mark. */
function recordGoesBack(make: (postgres: Stack['postgres']) => Promise<Copy>, { from, until }: When) {
  let copy: Copy;
  return {
    forgets: true,
    async ownStack() {
      const stack = await openStack({ postgres: { settings: followed } });
      copy = await make(stack.postgres);
      return stack;
    },
    async inject(stack, roll) {
      await from(stack);
      await copy.mark();
      await until(stack, roll);
      const kept = await keepRoot(stack);
      await goOn(stack, upTo(3, roll));
      await stack.postgres.kill();
      await copy.takeOver();
      await followRestore(stack, kept);
    },
  } satisfies Partial<Fault>;
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
    ...recordGoesBack(startStandby, atWork),
  },
  {
    id: 'F25-payday',
    title: { zh: '发放日切换到落后的备库', en: 'a standby takes over that does not know that the bank has paid' },
    during: 'payday',
    moments: 1,
    ...recordGoesBack(startStandby, onPayday),
  },
  {
    id: 'F26-record',
    title: { zh: '数据库恢复到较早时点', en: 'the record restored to a point in time, Temporal not' },
    ...recordGoesBack(takeBackup, atWork),
  },
  {
    id: 'F26-record-payday',
    title: {
      zh: '发放日数据库恢复到签发之前',
      en: 'the record restored to before the signatures, when the bank has paid',
    },
    during: 'payday',
    moments: 1,
    ...recordGoesBack(takeBackup, onPayday),
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
