import { dropAidPerson } from '../../src/db/aid/earlier.ts';
import { namePerson } from '../../src/db/case/persons.ts';
import { givenElsewhere } from '../../src/db/emergency/givenElsewhere.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readDecisionContent, readDecisionsOf } from '../../src/db/sealed.ts';
import { capOf } from '../../src/domain/aid/cap.ts';
import { addMonthsToDate, businessDateOf } from '../../src/domain/calendar.ts';
import type { IdentityRestored } from '../../src/domain/case/emergencyEvents.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { IdentitySource } from '../../src/domain/case/identityTasks.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { parseIdNumber } from '../../src/domain/idNumber.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

type Decided = Extract<Draft, { type: 'taskDecided' }>;

/**
 * The provisional person becomes the real one: the name is kept sealed with the case, and what the person was given
 * anywhere else in the county is counted with what was given here, against the cap as it is today.
 */
export async function identityRestored(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  { key, commandId }: Decided,
): Promise<CaseEvent[]> {
  if (state.person !== undefined) return [];
  return established(tx, cipher, law, state, key, await readDecisionContent(tx, cipher, commandId));
}

/** It was somebody else: what was given here is counted with the right person, and no more with the wrong one. */
export async function identityCorrected(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  { key }: Decided,
): Promise<CaseEvent[]> {
  const proposed = (await readDecisionsOf(tx, cipher, state.caseId, ['correctIdentity'])).at(-1);
  if (state.person !== undefined) await dropAidPerson(tx, state.caseId, state.person);
  const events = await established(tx, cipher, law, state, key, proposed?.content ?? {});
  return events.map((event) => ({ ...event, corrected: true }));
}

async function established(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  key: Key,
  content: Readonly<Record<string, unknown>>,
): Promise<IdentityRestored[]> {
  const named = content.person as { readonly name: string; readonly idNumber: string } | undefined;
  const number = named && parseIdNumber(named.idNumber);
  if (!named || !number?.ok) return [];
  const { personHash: person } = await namePerson(tx, cipher, state, { name: named.name, idNumber: number.value });

  const today = businessDateOf(law.now);
  const since = addMonthsToDate(today, -law.value('identity.lookBackMonths'));
  const found = await givenElsewhere(tx, { caseId: state.caseId, county: state.county, person, since });
  const given = found.reduce((sum, { what, amountFen }) => (what === 'aid' ? sum + amountFen : sum), 0);
  return [
    {
      type: 'identityRestored',
      key,
      person,
      source: (content.source as IdentitySource | undefined) ?? 'papers',
      found,
      inAllFen: given + (state.aid?.givenFen ?? 0),
      capFen: mostOf(law, state),
    },
  ];
}

function mostOf(law: CaseLaw, { aid, meeting }: CaseState): number {
  const { amountFen, per } = law.value('dibao.standard.urban');
  const monthlyFen = per === 'month' ? amountFen : Math.floor(amountFen / 12);
  return capOf({ persons: aid?.persons ?? 1 }, law.value('emergency.capMultiple') * monthlyFen, meeting?.leaveFen);
}
