import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/**
 * `npm run simulate`: a long life of many. SIMULATION_CASES, _MONTHS and _SEED change it; a failing seed rolls the same dice
 * again. SIMULATION_KILLS=off lets every process live to the end, so that it is seen whether one grows.
 */
const often = process.env.SIMULATION_KILLS !== 'off';
const never = Number.POSITIVE_INFINITY;
const plan = {
  cases: Number(process.env.SIMULATION_CASES ?? 1_000),
  months: Number(process.env.SIMULATION_MONTHS ?? 24),
  seed: Number(process.env.SIMULATION_SEED ?? Math.floor(Date.now() / 1000)),
  kills: often ? { worker: 3, postgres: 8, temporal: 11 } : { worker: never, postgres: never, temporal: never },
  tell: (line: string) => process.stdout.write(`${line}\n`),
};

it(
  `${plan.cases} families live through ${plan.months} months while workers, database and Temporal are killed (seed ${plan.seed})`,
  async () => {
    const lived = await simulate(plan);
    expect(lived.cases).toBeGreaterThanOrEqual(plan.cases);
  },
  4 * 3_600_000,
);
