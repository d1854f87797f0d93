import type { Fault } from '../provoke.ts';
import type { FailPoint } from '../stack/failPoint.ts';
import { openStack, type Stack } from '../stack/stack.ts';

const oneOf = <T>(from: readonly T[], roll: () => number) => from[Math.floor(roll() * from.length)]!;

/**
 * A worker dies at a point of a transaction, and another is started in its place. Where no such transaction comes to it
 * for so long, because the other worker has them all or people are done, it is killed where it stands.
 */
const dies =
  (point: FailPoint, waitsMs = 40_000) =>
  async (stack: Stack, roll: () => number) => {
    const worker = oneOf(stack.workers, roll);
    await Promise.race([worker.diesAt(point), new Promise((resolve) => setTimeout(resolve, waitsMs))]);
    await worker.kill();
    await worker.start();
  };
const record = 'insert into case_event';

export const hurtWorkers: readonly Fault[] = [
  {
    id: 'F1-before',
    title: { zh: '工作进程在记录事务之前被杀', en: 'a worker killed before the transaction of record' },
    inject: dies({ at: 'before', statement: 'pg_advisory_xact_lock(hashtextextended' }),
  },
  {
    id: 'F1-inside',
    title: { zh: '工作进程在记录事务之中被杀', en: 'a worker killed inside the transaction of record' },
    inject: dies({ at: 'inside', statement: record }),
  },
  {
    id: 'F1-after',
    title: { zh: '工作进程在提交之后被杀', en: 'a worker killed after the commit, before Temporal hears of it' },
    inject: dies({ at: 'after', statement: record }),
  },
  {
    id: 'F1-all',
    title: { zh: '两个工作进程同时被杀', en: 'both workers killed at once' },
    async inject({ workers }) {
      await Promise.all(workers.map((worker) => worker.kill()));
      await Promise.all(workers.map((worker) => worker.start()));
    },
  },
  {
    id: 'F1-storm',
    title: { zh: '工作进程在各处接连被杀六次', en: 'six kills in a row, each at a point of the dice' },
    async inject(stack, roll) {
      for (let kill = 0; kill < 6; kill++) {
        const at = oneOf(['before', 'inside', 'after'] as const, roll);
        await dies({ at, statement: record }, 3_000)(stack, roll);
      }
    },
  },
  {
    id: 'F14',
    title: { zh: '过账银行回执中途被杀', en: 'a worker killed while it posts the bank’s report' },
    during: 'payday',
    inject: ({ workers }) => eitherDies(workers, { at: 'inside', statement: "'paid'" }),
  },
  {
    id: 'F12',
    title: { zh: '银行已收文件、尚未记录时被杀', en: 'killed when the bank has the file and we have not noted it' },
    during: 'payday',
    inject: ({ workers }) => eitherDies(workers, { at: 'inside', statement: "set state = 'handedOver'" }),
  },
  {
    id: 'F4-prepare',
    title: { zh: '编制发放名册中途被杀', en: 'killed while it plans the month’s payments' },
    during: 'payday',
    moments: 1,
    inject: ({ workers }) => eitherDies(workers, { at: 'inside', statement: "set state = 'prepared'" }),
  },
  {
    id: 'F23',
    title: { zh: '工作进程只能容纳六分之一的案件', en: 'workers that hold two of twelve cases at a time' },
    families: 12,
    moments: 1,
    ownStack: openStack,
    async inject({ workers }) {
      for (const worker of workers) {
        await worker.process.terminate();
        await worker.start({ CACHED_WORKFLOWS: '2' });
      }
    },
  },
];

/** There is one such transaction, and either may have it. */
async function eitherDies(workers: Stack['workers'], point: FailPoint): Promise<void> {
  const dead = await Promise.race(workers.map(async (worker) => [await worker.diesAt(point), worker] as const));
  await Promise.all(workers.map((worker) => worker.spare()));
  await dead[1].start();
}
