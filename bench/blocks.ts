import { performance } from 'node:perf_hooks';

/** Milliseconds that each of a block's works took, and the block as a whole. */
interface Block {
  readonly eachMs: readonly number[];
  readonly allMs: number;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** A work says how many milliseconds of it count; where it says nothing, all of them do. */
type Work = () => Promise<number | unknown>;

/** So many works, so many of them at once. */
async function block(works: number, atOnce: number, work: Work): Promise<Block> {
  const eachMs: number[] = [];
  const began = performance.now();
  let left = works;
  const next = async () => {
    while (left-- > 0) {
      const start = performance.now();
      const counted = await work();
      eachMs.push(typeof counted === 'number' ? counted : performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return { eachMs, allMs: performance.now() - began };
}

export interface Pair {
  readonly blocks?: number;
  readonly works: number;
  readonly atOnce: number;
  readonly ours: Work;
  readonly bare: Work;
}

/**
 * Blocks of ours and of the bare thing in turn, the first of each pair alternating, so that whatever else the machine does
 * meets both; the first pair warms up and is not counted. Medians over the blocks.
 */
export async function paired({ blocks = 7, works, atOnce, ours, bare }: Pair) {
  const [own, other]: [Block[], Block[]] = [[], []];
  for (let nth = 0; nth <= blocks; nth++) {
    const pair = [
      async () => own.push(await block(works, atOnce, ours)),
      async () => other.push(await block(works, atOnce, bare)),
    ];
    for (const one of nth % 2 === 0 ? pair : pair.toReversed()) await one();
  }
  const figures = (all: readonly Block[]) => ({
    perSecond: median(all.slice(1).map(({ allMs }) => (works * 1_000) / allMs)),
    medianMs: median(all.slice(1).map(({ eachMs }) => median(eachMs))),
  });
  return { ours: figures(own), bare: figures(other) };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A line of what was measured beside what was wanted. */
export function measured(what: string, figure: number, unit: string, goal: string, details: string): string {
  return `${what.padEnd(44)} ${figure.toFixed(figure < 10 ? 2 : 0).padStart(9)} ${unit.padEnd(10)} ${(goal && `wanted ${goal}`).padEnd(19)} ${details}`;
}
