import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Branches, countBranches, type Scope } from '../../workflows/kernel/branches.ts';

/** A story of nothing but waits, told by a plan; each wait has a number by which a test wakes it. */
type Plan =
  | { readonly wait: number }
  | { readonly together: readonly Plan[] }
  | { readonly firstOf: readonly Plan[] }
  | { readonly steps: readonly Plan[] };

const done: Plan = { steps: [] };

interface Run {
  /** Waits that somebody can still wake, in the order they began. */
  readonly waits: Map<number, () => void>;
  readonly branches: Branches;
  over: boolean;
  bug: unknown;
}

async function run(plan: Plan): Promise<Run> {
  const waits = new Map<number, () => void>();
  const told: Run = { waits, over: false, bug: undefined, branches: countBranches((error) => (told.bug = error)) };
  const { branches } = told;
  const scopes = new Map<number, Scope>();

  function abandon(lost: Scope): void {
    lost.abandoned = true;
    for (const [nth, scope] of scopes) {
      let within: Scope | undefined = scope;
      while (within && within !== lost) within = within.parent;
      if (within) waits.delete(nth);
    }
  }
  async function tell(plan: Plan, scope: Scope): Promise<void> {
    if ('wait' in plan)
      await branches.wait<void>(scope, (wake) => {
        scopes.set(plan.wait, scope);
        waits.set(plan.wait, () => wake());
      });
    else if ('together' in plan) await branches.together(plan.together.map((part) => () => tell(part, scope)));
    else if ('firstOf' in plan)
      await branches.firstOf(
        scope,
        plan.firstOf.map((part) => (own: Scope) => tell(part, own)),
        abandon,
      );
    else for (const step of plan.steps) await tell(step, scope);
  }
  void tell(plan, { abandoned: false }).then(
    () => {
      told.over = true;
      branches.finish();
    },
    (error) => {
      told.bug = error;
    },
  );
  await turn(told);
  return told;
}

/** Until all that can happen by itself has happened; where it is said to stand still, it must stand as it will in the end. */
async function turn({ branches, waits }: Run): Promise<void> {
  let standing: number[] | undefined;
  for (let step = 0; step < 200; step++) {
    await undefined;
    if (branches.standStill()) standing ??= [...waits.keys()];
  }
  await new Promise(setImmediate);
  expect([...waits.keys()]).toEqual(standing);
}

async function wake(story: Run, nth: number): Promise<void> {
  const waken = story.waits.get(nth);
  story.waits.delete(nth);
  waken?.();
  await turn(story);
}

const waits = (...numbers: number[]): Plan[] => numbers.map((wait) => ({ wait }));

describe('a story stands still exactly when none of its branches can go on by itself', () => {
  it('side by side: when each has come to a wait, and it is over when the last is', async () => {
    const story = await run({ together: waits(1, 2) });
    expect([[...story.waits.keys()], story.branches.standStill()]).toEqual([[1, 2], true]);
    await wake(story, 1);
    expect([story.over, story.branches.standStill()]).toEqual([false, true]);
    await wake(story, 2);
    expect([story.over, story.branches.standStill()]).toEqual([true, true]);
  });

  it('in a race: the first wins, and nobody can wake what the others waited for', async () => {
    const story = await run({ steps: [{ firstOf: [{ wait: 1 }, { together: waits(2, 3) }] }, { wait: 4 }] });
    await wake(story, 2);
    expect([...story.waits.keys()]).toEqual([1, 3]);
    await wake(story, 1);
    expect([[...story.waits.keys()], story.branches.standStill()]).toEqual([[4], true]);
  });

  it('in a race that two have won already: one counts', async () => {
    const story = await run({ steps: [{ firstOf: [done, done, { wait: 1 }] }, { wait: 2 }] });
    expect([[...story.waits.keys()], story.branches.standStill()]).toEqual([[2], true]);
  });

  it('with no branches at all it goes straight on', async () => {
    const story = await run({ steps: [{ together: [] }, { wait: 1 }] });
    expect([[...story.waits.keys()], story.branches.standStill()]).toEqual([[1], true]);
  });
});

let nextWait = 0;
const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(0).map((): Plan => ({ wait: nextWait++ })),
    fc.constant(done),
    fc.record({ together: fc.array(tie('plan'), { maxLength: 3 }) }),
    fc.record({ firstOf: fc.array(tie('plan'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ steps: fc.array(tie('plan'), { maxLength: 3 }) }),
  ),
}));

/** What a plan waits for after these wakes, told without any promise: undefined when it is over. */
function waitsOf(plan: Plan, woken: ReadonlySet<number>): readonly number[] | undefined {
  if ('wait' in plan) return woken.has(plan.wait) ? undefined : [plan.wait];
  if ('steps' in plan) {
    for (const step of plan.steps) {
      const waiting = waitsOf(step, woken);
      if (waiting) return waiting;
    }
    return undefined;
  }
  const parts = ('together' in plan ? plan.together : plan.firstOf).map((part) => waitsOf(part, woken));
  const over = 'together' in plan ? parts.every((part) => !part) : parts.some((part) => !part);
  return over ? undefined : parts.flatMap((part) => part ?? []);
}

test.prop([plan, fc.array(fc.nat(), { maxLength: 12 })], { numRuns: 400 })(
  'whatever the story, its waits are those it should have, and it is over when it should be',
  async (plan, picks) => {
    const story = await run(plan);
    const woken = new Set<number>();
    for (const pick of [undefined, ...picks]) {
      if (pick !== undefined && story.waits.size > 0) {
        const nth = [...story.waits.keys()][pick % story.waits.size]!;
        woken.add(nth);
        await wake(story, nth);
      }
      const expected = waitsOf(plan, woken);
      expect(story.bug).toBeUndefined();
      expect(story.branches.standStill()).toBe(true);
      expect(story.over).toBe(expected === undefined);
      expect([...story.waits.keys()].sort()).toEqual([...(expected ?? [])].sort());
    }
  },
);
