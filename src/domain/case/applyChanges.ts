import { identified, livesTogether } from '../application.ts';
import { birthDateOf, parseIdNumber } from '../idNumber.ts';
import { type Outcome, ok, refuse } from '../outcome.ts';
import { type HouseholdChange, inOrder } from './changes.ts';
import type { Declaration } from './declaration.ts';
import { headOf } from './headOf.ts';
import { ofMember, situated, withDeduction, withIncome, without, withProperty } from './householdEdits.ts';

/** Why changes do not fit a household: `nth` is the place in the list, from 0, of the one that does not. */
export interface ChangeRefusal {
  readonly code:
    | 'noSuchMember'
    | 'memberHasLeft'
    | 'memberNoTaken'
    | 'idNumberInvalid'
    | 'personTwiceInHousehold'
    | 'consentMissing'
    | 'bornOnAnotherDay'
    | 'headStands'
    | 'cannotBeHead'
    | 'relationsIncomplete';
  readonly nth: number;
}

type Refused<T> = Outcome<T, ChangeRefusal['code']>;

/**
 * The household as it stands after all that happened, in the order in which it happened. Numbers of members stay what
 * they were and are never used again, so that whatever names one names the same person for ever: give all changes of
 * the benefit's life to the household as it was first declared.
 */
export function applyChanges(
  declaration: Declaration,
  changes: readonly HouseholdChange[],
): Outcome<Declaration, ChangeRefusal> {
  let household = declaration;
  const numbers = new Set(declaration.members.map(({ memberNo }) => memberNo));
  for (const { change, nth } of inOrder(changes)) {
    const changed = afterOne(household, change, numbers);
    if (!changed.ok) return refuse({ code: changed.refusal, nth });
    household = changed.value;
    for (const { memberNo } of household.members) numbers.add(memberNo);
  }
  return ok(household);
}

/** A number for whoever comes next. */
export function nextMemberNo({ members }: Declaration, changes: readonly HouseholdChange[]): number {
  const came = changes.flatMap((change) => ('member' in change ? [change.member] : []));
  return Math.max(0, ...[...members, ...came].map(({ memberNo }) => memberNo)) + 1;
}

function afterOne(household: Declaration, change: HouseholdChange, numbers: ReadonlySet<number>): Refused<Declaration> {
  const named = 'memberNo' in change ? change.memberNo : 'guardian' in change ? change.guardian.memberNo : undefined;
  if (named !== undefined && !household.members.some(({ memberNo }) => memberNo === named))
    return refuse(numbers.has(named) ? 'memberHasLeft' : 'noSuchMember');
  switch (change.kind) {
    case 'memberJoins':
      return withNewcomer(household, change.member, numbers);
    case 'memberBorn':
      return withNewborn(household, change, numbers);
    case 'memberLeaves':
    case 'memberDied':
    case 'eligibleElsewhere':
      return ok(without(household, change.memberNo));
    case 'imprisoned':
      return ok(situated(household, change.memberNo, 'imprisoned', true));
    case 'released':
      return ok(situated(household, change.memberNo, 'imprisoned', false));
    case 'missing':
      return ok(situated(household, change.memberNo, 'declaredMissing', true));
    case 'found':
      return ok(situated(household, change.memberNo, 'declaredMissing', false));
    case 'graduated':
      return ok(situated(household, change.memberNo, 'fullTimeStudent', false));
    case 'situation':
      return ok(situated(household, change.memberNo, change.situation, change.holds));
    case 'employed': {
      const { memberNo, wage } = change;
      const working = situated(household, memberNo, 'employed', true);
      return ok(wage ? withIncome(working, { memberNo, kind: 'wage', ...wage }) : working);
    }
    case 'disability':
      return ok(
        ofMember(household, change.memberNo, ({ disability: _before, ...member }) =>
          change.disability ? { ...member, disability: change.disability } : member,
        ),
      );
    case 'income': {
      const { kind: _kind, on: _on, income: kind, ...what } = change;
      return ok(withIncome(household, { ...what, kind }));
    }
    case 'deduction': {
      const { kind: _kind, on: _on, deduction: kind, ...what } = change;
      return ok(withDeduction(household, { ...what, kind }));
    }
    case 'property': {
      const { memberNo, owned, exemption } = change;
      return ok(withProperty(household, { memberNo, ...owned, ...(exemption ? { exemption } : {}) }));
    }
    case 'headNamed':
      return withHead(household, change);
    case 'movedWithinCounty': {
      const { village: _left, ...elsewhere } = household;
      const { township, village, area } = change;
      return ok({ ...elsewhere, township, area, ...(village === undefined ? {} : { village }) });
    }
    // What these mean for the benefit is no matter of who belongs to the household and of what it has.
    case 'memberMarried':
    case 'jobRefused':
    case 'movedOut':
      return ok(household);
    default:
      return change satisfies never;
  }
}

type Newcomer = Extract<HouseholdChange, { kind: 'memberJoins' }>['member'];

function withNewcomer(household: Declaration, member: Newcomer, numbers: ReadonlySet<number>): Refused<Declaration> {
  const id = parseIdNumber(member.idNumber);
  if (!id.ok) return refuse('idNumberInvalid');
  if (numbers.has(member.memberNo)) return refuse('memberNoTaken');
  if (household.members.some(({ idNumber }) => idNumber === id.value)) return refuse('personTwiceInHousehold');
  if (livesTogether(member) && !member.consent) return refuse('consentMissing');
  return ok({ ...household, members: [...household.members, identified(member, id.value)] });
}

function withNewborn(
  household: Declaration,
  { on, member, guardian }: Extract<HouseholdChange, { kind: 'memberBorn' }>,
  numbers: ReadonlySet<number>,
): Refused<Declaration> {
  const id = parseIdNumber(member.idNumber);
  if (id.ok && birthDateOf(id.value) !== on) return refuse('bornOnAnotherDay');
  const consent = { signedOn: guardian.signedOn, signedBy: 'guardian' as const };
  return withNewcomer(household, { ...member, situations: [], consent }, numbers);
}

/** The new head comes first, as the rules expect; the one before, where still of the household, is what the family says. */
function withHead(
  household: Declaration,
  { on, memberNo, relations }: Extract<HouseholdChange, { kind: 'headNamed' }>,
): Refused<Declaration> {
  const now = headOf(household, on);
  if ('named' in now) return refuse('headStands');
  if (!now.mayBe.includes(memberNo)) return refuse('cannotBeHead');
  const relationOf = new Map(relations.map((each) => [each.memberNo, each.relation]));
  const others = household.members.filter((member) => member.memberNo !== memberNo);
  if (relations.length !== others.length || !others.every((member) => relationOf.has(member.memberNo)))
    return refuse('relationsIncomplete');
  const members = [
    ...household.members.flatMap((one) =>
      one.memberNo === memberNo ? { ...one, relation: 'applicant' as const } : [],
    ),
    ...others.map((member) => ({ ...member, relation: relationOf.get(member.memberNo) ?? member.relation })),
  ];
  return ok({ ...household, members });
}
