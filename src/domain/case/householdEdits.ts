import type {
  Declaration,
  DeclaredDeduction,
  DeclaredIncome,
  DeclaredMember,
  DeclaredProperty,
} from './declaration.ts';

/** Whoever leaves takes along what was theirs. */
export function without(household: Declaration, gone: number): Declaration {
  const stays = ({ memberNo }: { readonly memberNo: number }) => memberNo !== gone;
  return {
    ...household,
    members: household.members.filter(stays),
    incomes: household.incomes.filter(stays),
    deductions: household.deductions.filter(stays),
    property: household.property.filter(stays),
    relativesOfStaff: household.relativesOfStaff.filter(stays),
  };
}

export function ofMember(
  household: Declaration,
  no: number,
  change: (member: DeclaredMember) => DeclaredMember,
): Declaration {
  return {
    ...household,
    members: household.members.map((member) => (member.memberNo === no ? change(member) : member)),
  };
}

export function situated(
  household: Declaration,
  no: number,
  situation: DeclaredMember['situations'][number],
  holds: boolean,
): Declaration {
  return ofMember(household, no, (member) => {
    const others = member.situations.filter((each) => each !== situation);
    return { ...member, situations: holds ? [...others, situation] : others };
  });
}

/** In the place of what the member had of the same kind; exempt and counted incomes stand beside each other. */
export function withIncome(household: Declaration, income: DeclaredIncome): Declaration {
  return { ...household, incomes: inPlace(household.incomes, income, income.amountFen) };
}

export function withDeduction(household: Declaration, deduction: DeclaredDeduction): Declaration {
  return { ...household, deductions: inPlace(household.deductions, deduction, deduction.amountFen) };
}

export function withProperty(household: Declaration, owned: DeclaredProperty): Declaration {
  return { ...household, property: inPlace(household.property, owned, owned.amountFen ?? owned.count ?? 0) };
}

type Had = { readonly memberNo: number; readonly kind: string; readonly exemption?: string };

function inPlace<T extends Had>(all: readonly T[], now: T, size: number): readonly T[] {
  const others = all.filter(
    ({ memberNo, kind, exemption }) => memberNo !== now.memberNo || kind !== now.kind || exemption !== now.exemption,
  );
  return size > 0 ? [...others, now] : others;
}
