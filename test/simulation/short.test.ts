import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const seed = Number(process.env.SIMULATION_SEED ?? 20_261_201);

it(`eight families live through nine months while workers are killed (seed ${seed})`, async () => {
  const lived = await simulate({ seed, cases: 8, months: 9, killsAWeek: 0.15 });
  expect(lived.decisions).toBeGreaterThan(60);
  expect(lived.payments).toBeGreaterThan(10);
}, 900_000);
