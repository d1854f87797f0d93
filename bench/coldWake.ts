import { readdirSync, readFileSync } from 'node:fs';
import type { CaseId } from '../src/domain/case/ids.ts';
import type { Steps } from '../src/stack/steps.ts';
import { measured, pause } from './blocks.ts';
import { openOffice } from './office.ts';
import { parked } from './sizes.ts';
import type { Measured } from './stackToMeasure.ts';

const count = 60;

/** CPU that a worker takes to wake a parked case it does not hold: killed, started again, and told of a clock. Linux only. */
export async function coldWake(stack: Measured, steps: Steps): Promise<void> {
  const office = await openOffice(stack);
  const cases = await Promise.all(Array.from({ length: count }, () => office.apply()));
  for (const caseId of cases) await parked(office, caseId);
  const before = workerPid();
  process.kill(before, 'SIGKILL');
  let worker = before;
  while (worker === before || worker === 0) {
    await pause(200);
    worker = workerPid();
  }
  await still(worker);
  const wake = async () => {
    const began = cpuMs(worker);
    for (const caseId of cases) await office.cases.clockMoved(caseId as CaseId, 0);
    await still(worker);
    return (cpuMs(worker) - began) / count;
  };
  const cold = await wake();
  const warm = await wake();
  steps.say(measured('CPU of a cold wake', cold, 'ms', '≤ 20 ms', `warm ${warm.toFixed(1)} ms; mean of ${count}`));
  await office.stop();
}

/** Of the stack's worker of continuing cases, 0 while there is none. */
function workerPid(): number {
  const found = readdirSync('/proc').find((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        /src\/worker\.[jt]s\0$/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) &&
        !readFileSync(`/proc/${pid}/environ`, 'utf8').includes('WORKS_ON=emergencies') &&
        isOurs(pid)
      );
    } catch {
      return false; // it has just ended
    }
  });
  return Number(found ?? 0);
}

/** A grandchild of this process: between the two is its watchdog. */
function isOurs(pid: string): boolean {
  const parent = (of: string) => /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${of}/status`, 'utf8'))?.[1] ?? '0';
  return parent(parent(pid)) === String(process.pid);
}

/** User and system time so far. The kernel counts in hundredths of a second. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Waits until it has done nothing to speak of for longer than a task waits for the worker that held its case (2 s). */
async function still(pid: number): Promise<void> {
  for (let last = -1_000; cpuMs(pid) - last > 20; await pause(4_000)) last = cpuMs(pid);
}
