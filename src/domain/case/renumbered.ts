import type { Declaration } from './declaration.ts';

/** The same family with its members numbered from 1, head first, as an application has them. */
export function renumbered(family: Declaration): Declaration {
  const number = (memberNo: number) => family.members.findIndex((member) => member.memberNo === memberNo) + 1;
  const all = <T extends { readonly memberNo: number }>(items: readonly T[]) =>
    items.map((item) => ({ ...item, memberNo: number(item.memberNo) }));
  return {
    ...family,
    members: all(family.members),
    incomes: all(family.incomes),
    deductions: all(family.deductions),
    property: all(family.property),
    relativesOfStaff: all(family.relativesOfStaff.filter(({ memberNo }) => number(memberNo) > 0)),
  };
}
