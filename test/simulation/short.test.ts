import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const seed = Number(process.env.SIMULATION_SEED ?? 20_261_201);

it(`eight families live through nine months while workers, database and Temporal are killed (seed ${seed})`, async () => {
  const lived = await simulate({ seed, cases: 8, months: 9, kills: { worker: 7, postgres: 13, temporal: 17 } });
  expect(lived.killed).toEqual({ worker: 5, postgres: 3, temporal: 2 });
  expect(lived.decisions).toBeGreaterThan(60);
  expect(lived.payments).toBeGreaterThan(10);
  expect(lived.aidFen).toBeGreaterThan(0);
}, 900_000);
