import { readBusinessClock } from '../db/businessClock.ts';
import { runningClocks } from '../db/case/clocks.ts';
import type { Tx } from '../db/pool.ts';
import { countyOf } from '../domain/authority.ts';
import { type Limit, replannedByPolicy } from '../domain/case/deadlines.ts';
import type { CaseId, DivisionCode } from '../domain/case/ids.ts';
import type { PolicyKey } from '../domain/policyKeys.ts';
import { type CaseLaw, lawIn } from '../policy/law.ts';
import type { PolicySource } from '../policy/source.ts';

/** What one changed length would do to the running clocks of one kind in one county. */
export interface Movement {
  readonly county: DivisionCode;
  readonly key: PolicyKey;
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  readonly ground: string;
  readonly clocks: number;
  readonly earlier: number;
  readonly later: number;
  /** Of the earlier ones, those whose new end is over already: they are due on the next working day. */
  readonly nextWorkingDay: number;
  /** Some of the cases, with the end as it is and as it would be. */
  readonly examples: readonly { readonly caseId: CaseId; readonly dueOn: string; readonly wouldBe: string }[];
}

type Holds = (running: Limit['runningClocks']) => boolean;
/** Marked to hold for running clocks, applied or not. */
const couldHold: Holds = (running) => running !== undefined;

/** What applying every value that may hold for running clocks would move; nothing is changed. */
export async function previewReplanning(tx: Tx, policy: PolicySource): Promise<Movement[]> {
  const movements = new Map<string, Movement>();
  for await (const { clock, caseId, county, next } of moves(tx, policy, couldHold)) {
    const name = [county, next.key, clock.kind, clock.days].join(' ');
    const known = movements.get(name) ?? {
      ...{
        county,
        key: next.key,
        kind: clock.kind,
        from: clock.days,
        to: next.days,
        unit: clock.unit,
        ground: next.ground,
      },
      ...{ clocks: 0, earlier: 0, later: 0, nextWorkingDay: 0, examples: [] },
    };
    movements.set(name, {
      ...known,
      clocks: known.clocks + 1,
      earlier: known.earlier + Number(next.end.dueOn < clock.dueOn),
      later: known.later + Number(next.end.dueOn > clock.dueOn),
      nextWorkingDay: known.nextWorkingDay + Number(next.isPostponed),
      examples: [...known.examples, { caseId, dueOn: clock.dueOn, wouldBe: next.end.dueOn }].slice(0, 5),
    });
  }
  return [...movements.values()];
}

/** The cases that have a clock to count anew now, because a length was applied. */
export async function casesToReplanByPolicy(tx: Tx, policy: PolicySource): Promise<CaseId[]> {
  const found = new Set<CaseId>();
  for await (const { caseId } of moves(tx, policy, (running) => running === 'applied')) found.add(caseId);
  return [...found];
}

async function* moves(tx: Tx, policy: PolicySource, holds: Holds) {
  const { now } = await readBusinessClock(tx);
  const laws = new Map<string, CaseLaw>();
  for (let after = ''; ; ) {
    const page = await runningClocks(tx, after, 1_000);
    if (page.length === 0) return;
    for (const { clockId, caseId, unit, clock, state } of page) {
      after = clockId;
      const law = laws.get(state.township) ?? lawIn(await policy.read(tx), state.township, now);
      laws.set(state.township, law);
      const next = replannedByPolicy(clock, law, state, holds);
      const county = `${countyOf(state.township)}000000` as DivisionCode;
      if (next) yield { caseId, county, clock: { ...clock, unit }, next };
    }
  }
}
