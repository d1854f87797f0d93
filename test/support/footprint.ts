import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a system takes up, in bytes, and how much has happened in it. */
export interface Footprint {
  /** Of each of its processes with all it has started; empty where the operating system does not say. */
  readonly memory: ReadonlyMap<string, number>;
  /** On disk: the tables of the record with their indexes, and all that Temporal keeps. */
  readonly record: number;
  readonly temporal: number;
  readonly events: number;
}

export async function footprintOf(
  processes: readonly (readonly [name: string, pid: number])[],
  temporalDirectory: string,
  rows: <T>(sql: string) => Promise<readonly T[]>,
): Promise<Footprint> {
  const [record] = await rows<{ size: number; events: number }>(
    'select pg_database_size(current_database()) as size, (select count(*) from case_event) as events',
  );
  const counted = new Set(processes.map(([, pid]) => pid));
  return {
    memory: new Map(memoryIsSeen ? processes.map(([name, pid]) => [name, memoryOf(pid, counted)]) : []),
    record: record!.size,
    temporal: sizeOf(temporalDirectory),
    events: record!.events,
  };
}

/** Bytes on disk for each event of the journals between two looks, as of record and of Temporal. */
export function sayDisk(before: Footprint, now: Footprint): string {
  const events = now.events - before.events;
  const perEvent = (bytes: number) => (events > 0 ? (bytes / events / 1_024).toFixed(1) : '–');
  return `${perEvent(now.record - before.record)} + ${perEvent(now.temporal - before.temporal)} kB`;
}

export const mega = 1 << 20;
export const inMega = (bytes: number) => `${Math.round(bytes / mega)} MB`;

/** Linux says under /proc what is whose. */
const memoryIsSeen = existsSync('/proc/self/smaps_rollup');

/**
 * Memory of a process and of all it has started but what is counted by itself, in bytes. What several share is divided among them (proportional set
 * size): PostgreSQL's processes have their buffers in common.
 */
function memoryOf(pid: number, counted: ReadonlySet<number>): number {
  const children = childrenByParent();
  const all = [pid];
  for (const each of all) all.push(...(children.get(each) ?? []).filter((child) => !counted.has(child)));
  return all.reduce((sum, each) => sum + ownMemory(each), 0);
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${name}/status`))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function ownMemory(pid: number): number {
  return 1_024 * Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Files below a directory, by their paths; one that goes meanwhile is not there. */
export function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Bytes of the files below a directory. */
function sizeOf(directory: string): number {
  return filesBelow(directory).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
