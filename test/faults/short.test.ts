import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { footprintOf } from './footprint.ts';
import { type Life, lifeOf } from './life.ts';
import { provoke } from './provoke.ts';
import { faults } from './provoked/index.ts';
import { sabotages, whatIsFound } from './sabotage.ts';
import { openStack, type Stack } from './stack/stack.ts';

/** A few of what `npm run faults` does in full, on one stack; the same seed comes at the same moments. */
const seed = Number(process.env.FAULTS_SEED ?? 20_261_201);
/** More than any fault before it lasted, and less than the hour by which a clock is late. */
const patienceMs = 600_000;
const chosen = ['F1-inside', 'F4-killed-payday', 'F10-month'];

let stack: Stack;
let life: Life;
beforeAll(async () => {
  stack = await openStack();
  life = lifeOf(stack);
}, 600_000);
afterAll(() => stack?.close());

describe(`faults on the product’s own processes (seed ${seed})`, () => {
  it.each(faults.filter(({ id }) => chosen.includes(id)))(
    '$id, $title.en: afterwards every invariant holds',
    async (fault) => {
      const { broken, accepted } = await provoke(stack, life, fault, seed);
      expect(broken).toEqual([]);
      expect(accepted).toBeGreaterThan(20);
    },
    600_000,
  );

  it.each(sabotages)('$id notices where by hand $what', async (sabotage) => {
    const paidUpTo = (await life.today()).slice(0, 7);
    const before = await footprintOf(stack, life);
    const looked = {
      stack,
      life,
      paidUpTo,
      since: new Date(0),
      outage: { lastedMs: patienceMs },
      first: before,
      before,
    };
    expect(await whatIsFound(looked, sabotage)).not.toEqual([]);
  });
});
