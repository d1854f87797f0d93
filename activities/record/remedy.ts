import { type BenefitEvent, readBenefitEvents, successorNumber } from '../../src/db/case/benefit.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import { businessDateOf, firstMonthAfter } from '../../src/domain/calendar.ts';
import { startedToday } from '../../src/domain/case/deadlines.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import { from, owedBy } from '../../src/domain/case/owed.ts';
import { type CaseState, clockOf } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

type ChangeDraft = Extract<Draft, { type: 'benefitChanged' }>;

/** Decisions that took something: only against these is anything to be paid as before. */
const cuts = ['lowered', 'gradualExit', 'suspended', 'ended'];

/**
 * 复议诉讼期间: where the county's policy pays as before the contested decision, until the outcome is known. An exit or a
 * suspension by that decision stands still. Everywhere else the decision is carried out meanwhile (ARL-2023 art. 42).
 */
export async function paidAsBefore(
  tx: Tx,
  law: CaseLaw,
  state: CaseState,
  registered: Extract<Draft, { type: 'taskDecided' }>,
): Promise<CaseEvent[]> {
  const events = await readBenefitEvents(tx, state.caseId);
  const contested = events.at(-1)!;
  const survivorsGoOn = (await successorNumber(tx, state.caseId)) !== '';
  const asBefore = law.value('payment.duringReconsideration') === 'asBefore';
  if (!asBefore || survivorsGoOn || !cuts.includes(causeOf(contested))) return [];
  const { monthFrom } = contested;
  const periods = from(owedBy(events.slice(0, -1)), monthFrom);
  const stopped = (['gradualExit', 'suspension'] as const).flatMap((kind) => clockOf(state, kind)?.key ?? []);
  return [
    { type: 'benefitChanged', key: `${registered.key}.1` as Key, cause: 'asBefore', monthFrom, periods },
    ...stopped.map((key): CaseEvent => ({ type: 'clockStopped', key })),
  ];
}

/** What the reconsidering body or the court said of the contested decision (ARL-2023 arts. 63, 64, 68). */
export async function remedied(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: ChangeDraft,
): Promise<CaseEvent[]> {
  const said = (await readDecisionsOf(tx, cipher, state.caseId, ['recordRemedy'])).at(-1);
  const all = await readBenefitEvents(tx, state.caseId);
  const nth = all.findLastIndex((event) => causeOf(event) !== 'asBefore');
  const contested = all[nth]!;
  const { monthFrom } = contested;
  switch (said?.outcome) {
    case 'revoked':
      return [{ ...draft, cause: 'restored', monthFrom, periods: from(owedBy(all.slice(0, nth)), monthFrom) }];
    case 'changed': {
      const components = [{ component: 'base' as const, fenPerMonth: Number(said.content.amountFen) }];
      return [{ ...draft, cause: 'corrected', monthFrom, periods: [{ monthFrom, components }] }];
    }
    default:
      return nth === all.length - 1 ? [] : upheld(law, state, draft, all.slice(0, nth + 1));
  }
}

/**
 * The decision holds again from the month after. What was paid as before meanwhile was owed by policy, and is nobody's
 * debt.
 */
function upheld(law: CaseLaw, state: CaseState, draft: ChangeDraft, events: readonly BenefitEvent[]): CaseEvent[] {
  const monthFrom = firstMonthAfter(businessDateOf(law.now));
  const periods = from(owedBy(events), monthFrom);
  const wasExit = causeOf(events.at(-1)!) === 'gradualExit';
  const monthTo = periods.at(-1)?.monthTo;
  const cause = causeOf(events.at(-1)!) === 'ended' || (wasExit && periods.length === 0) ? 'ended' : 'upheld';
  const changed: CaseEvent = { ...draft, cause, monthFrom, periods };
  if (!wasExit || monthTo === undefined) return [changed];
  const key = draft.key.replace(/[^.]+$/, 'gradualExitClock') as Key;
  const benefit = { monthFrom, monthTo, amountFen: 0, cause: 'gradualExit' } as const;
  const exit = startedToday('gradualExit', law, { ...state, benefit });
  return [changed, { type: 'clockStarted', key, kind: 'gradualExit', ...exit }];
}

function causeOf(event: BenefitEvent): string {
  return event.type === 'benefitChanged' ? event.cause : 'granted';
}
