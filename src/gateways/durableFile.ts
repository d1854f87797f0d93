import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file so that after a crash it is whole or absent: beside its place, to the disk, renamed, the directory to the disk. */
export async function writeDurably(place: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const beside = `${place}.${randomUUID()}.part`;
  try {
    await writeSynced(beside, bytes);
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncDirectory(dirname(place));
}

/** A new file, on the disk when this returns. Unless told otherwise, only its owner may read it. */
export async function writeSynced(place: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  const file = await open(place, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes a file so that after a crash it does not come back; no matter whether it is there. */
export async function removeDurably(place: string): Promise<void> {
  await rm(place, { force: true });
  await syncDirectory(dirname(place)).catch(absent);
}

/** Makes renames in a directory survive a power cut. Where the system cannot (Windows), it needs no such call. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** For `.catch`: undefined where a file does not exist, anything else thrown on. */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
