import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const seed = Number(process.env.SIMULATION_SEED ?? 20_261_201);

it(`twelve families live through fourteen months while workers are killed (seed ${seed})`, async () => {
  const lived = await simulate({ seed, cases: 12, months: 14, killsAWeek: 0.1 });
  expect(lived.decisions).toBeGreaterThan(100);
  expect(lived.payments).toBeGreaterThan(20);
}, 170_000);
