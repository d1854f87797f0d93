import { expect } from 'vitest';
import { type Footprint, inMega, mega, sayDisk } from '../support/footprint.ts';

/**
 * What a process may take in any later month, measured by the month in which it had seen every kind of work: a third of
 * the way. What grows with every event goes past it in the rest; a cache that fills does not.
 */
const mostMemory = (early: number) => 1.5 * early + 150 * mega;

/** The newest in a line: memory of each process, and what an event took on disk since the month before. */
export function sayFootprint(footprints: readonly Footprint[]): string {
  const now = footprints.at(-1)!;
  const memory = [...now.memory].map(([name, bytes]) => `${name} ${inMega(bytes)}`).join(', ');
  const disk = `record ${inMega(now.record)}, Temporal ${inMega(now.temporal)}, ${now.events} events`;
  return `${memory}; ${disk}, ${sayDisk(footprints.at(-2) ?? now, now)} an event`;
}

/** No process grows with what has happened; and the record by what it keeps of an event, no more in late months than before. */
export function expectBounded(footprints: readonly Footprint[]): void {
  const early = footprints[Math.floor(footprints.length / 3)];
  const last = footprints.at(-1);
  if (!early || !last || early === last) return;
  for (const [name, bytes] of last.memory)
    expect(bytes, `memory of ${name}`).toBeLessThan(mostMemory(early.memory.get(name) ?? Number.POSITIVE_INFINITY));
  expect((last.record - early.record) / (last.events - early.events), 'bytes of the record an event').toBeLessThan(
    16_384,
  );
}
