export interface Figures {
  readonly n: number;
  readonly median: number;
  readonly p90: number;
  readonly worst: number;
}

/** Of durations in milliseconds; the nearest rank, so that each figure is one that was measured. */
export function figuresOf(durations: readonly number[]): Figures {
  const sorted = durations.toSorted((a, b) => a - b);
  const rank = (share: number) => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
  return { n: sorted.length, median: rank(0.5), p90: rank(0.9), worst: rank(1) };
}

export const sayFigures = (what: string, { n, median, p90, worst }: Figures): string =>
  `${what.padEnd(36)} median ${String(median).padStart(6)} ms   p90 ${String(p90).padStart(6)} ms   worst ${String(worst).padStart(6)} ms   (${n})`;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
