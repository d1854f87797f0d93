import { execFile } from 'node:child_process';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../support/eventually.ts';
import type { Disk } from '../../support/postgres.ts';

const run = promisify(execFile);
const ballastIn = (directory: string) => join(directory, 'ballast');
/** Whether disks of their own may be mounted here. */
export const noDisks = () => (process.getuid?.() === 0 ? undefined : 'only root may mount a small disk');

/** A disk of this size in memory. Only root may mount one. */
export function smallDisk(size: string): Disk {
  let mounted = '';
  const off = () => (mounted ? run('umount', ['--lazy', mounted]) : Promise.resolve());
  return {
    async mount(directory: string) {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0711`, 'doudi-faults', directory]);
      mounted = directory;
    },
    async unmount() {
      await off();
      mounted = '';
    },
  };
}

/** Leaves nothing: what the database writes next has no room. */
export async function fill(directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const piece = Buffer.alloc(1 << 20);
  await writeFile(ballastIn(directory), '');
  await eventually('the disk is full', async () => {
    try {
      for (let left = bavail * bsize; ; left -= piece.length)
        await writeFile(ballastIn(directory), left > piece.length ? piece : Buffer.alloc(4_096), { flag: 'a' });
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOSPC';
    }
  });
}

/** There is room again. */
export const empty = (directory: string): Promise<void> => rm(ballastIn(directory));
