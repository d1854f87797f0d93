import { readAssessment } from '../../src/db/case/assessments.ts';
import { readBenefitEvents } from '../../src/db/case/benefit.ts';
import { familyNow } from '../../src/db/case/family.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import { addMonths, businessDateOf, firstMonthAfter, monthOf } from '../../src/domain/calendar.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { cuts } from '../../src/domain/case/looks.ts';
import { from, owedBy } from '../../src/domain/case/owed.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { type EffectCause, effectiveMonth, reachingBack } from '../../src/domain/dibao/effectiveMonth.ts';
import { gradualExit } from '../../src/domain/dibao/gradualExit.ts';
import { fen } from '../../src/domain/money.ts';
import type { ExitCause } from '../../src/domain/policyTables.ts';
import { type CaseLaw, missing } from '../../src/policy/law.ts';
import { componentsOf } from './components.ts';
import { remedied } from './remedy.ts';

type Change = Pick<Extract<CaseEvent, { type: 'benefitChanged' }>, 'cause' | 'monthFrom' | 'periods'>;

/** What is owed from now on, as the decision taken last says, from the month the law gives it (MCA-57 art. 32). */
export async function benefitChanged(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'benefitChanged' }>,
): Promise<CaseEvent[]> {
  if (draft.key.startsWith('remedies.')) return remedied(tx, cipher, law, state, draft);
  return [{ ...draft, ...(await byLook(tx, cipher, law, state)) }];
}

/** What the look under way comes to. */
async function byLook(tx: Tx, cipher: Cipher, law: CaseLaw, state: CaseState): Promise<Change> {
  if (state.look?.why === 'exitOver')
    return { cause: 'ended', monthFrom: addMonths(state.benefit?.monthTo ?? '', 1), periods: [] };
  return byProposal(tx, cipher, law, state);
}

/** What the reviewer proposed and the confirmer approved. */
async function byProposal(tx: Tx, cipher: Cipher, law: CaseLaw, state: CaseState): Promise<Change> {
  const proposal = (await readDecisionsOf(tx, cipher, state.caseId, ['proposeChange'])).at(-1);
  if (!proposal) throw new Error('A benefit is changed that nobody proposed to change');
  const { outcome, content } = proposal;
  const monthFrom = await monthOfEffect(tx, cipher, law, state, outcome, content);
  const components = await componentsOf(tx, cipher, state, Number(content.amountFen ?? 0));
  const periods = [{ monthFrom, components }];
  switch (outcome) {
    case 'raise':
      return { cause: 'raised', monthFrom, periods };
    case 'restore':
      return { cause: 'restored', monthFrom, periods };
    case 'lower':
      return { cause: 'lowered', monthFrom, periods };
    case 'resume':
      return { cause: 'resumed', monthFrom, periods };
    case 'suspend':
      return { cause: 'suspended', monthFrom, periods: [] };
    case 'gradualExit':
      return { cause: 'gradualExit', ...(await exitSchedule(tx, cipher, law, state, content)) };
    case 'stop':
    case 'succeed':
      return { cause: 'ended', monthFrom, periods: [] };
    default:
      throw new Error(`A proposal ${outcome} changes nothing`);
  }
}

/** Some events reach back to the month after them, what is resumed to the month it stopped in; all else holds from the decision. */
async function monthOfEffect(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  outcome: string,
  { ground, on }: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (outcome === 'resume' && state.benefit) return state.benefit.monthFrom;
  const { changes, before } = await familyNow(tx, cipher, state);
  const events = changes.slice(before.length).flatMap((change) => reachingBack(change) ?? []);
  const reached = events.sort((a, b) => (a.on < b.on ? -1 : 1))[0] ?? eventOf(ground, on);
  const cause =
    outcome === 'raise' || outcome === 'restore'
      ? 'more'
      : outcome === 'stop' || outcome === 'suspend'
        ? 'stop'
        : 'less';
  const effect: EffectCause = cuts(outcome) && reached ? reached : { cause };
  const month = effectiveMonth(effect, businessDateOf(law.now), law.lookup);
  if (!month.ok) throw missing(month.refusal, state.township, businessDateOf(law.now));
  return month.value.value;
}

/** An ending whose event the reviewer dates. */
function eventOf(ground: unknown, on: unknown): EffectCause | undefined {
  const dated = (['died', 'imprisoned', 'movedOut'] as const).find((cause) => cause === ground);
  return dated && typeof on === 'string' ? { cause: dated, on } : undefined;
}

/** The schedule of an exit by degrees, on the calculation on which it was proposed and the law of that day. */
async function exitSchedule(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  { cause, months }: Readonly<Record<string, unknown>>,
): Promise<Pick<Change, 'monthFrom' | 'periods'>> {
  const assessed = state.assessment && (await readAssessment(tx, cipher, state.caseId, state.assessment.key));
  if (!assessed) throw new Error('An exit by degrees is granted that no calculation opened');
  const decidedOn = businessDateOf(law.now);
  const owedNow = from(owedBy(await readBenefitEvents(tx, state.caseId)), monthOf(decidedOn))[0]?.components ?? [];
  const base = owedNow.find(({ component }) => component === 'base')?.fenPerMonth ?? 0;
  const exit = gradualExit(
    {
      input: assessed.input,
      cause: cause as ExitCause,
      baseBefore: fen(base),
      decidedOn,
      ...(typeof months === 'number' ? { months } : {}),
    },
    law.lookupOn(assessed.input.on),
  );
  if (!exit.ok) throw missing(exit.refusal, state.township, assessed.input.on);
  const { periods } = exit.value;
  return { monthFrom: periods[0]?.monthFrom ?? firstMonthAfter(decidedOn), periods };
}
