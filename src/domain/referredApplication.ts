import type { HandedIn } from './application.ts';
import type { DivisionCode } from './case/ids.ts';

/** What a window adds to the papers of an emergency so that they are an application (转介立案); the rest is there. */
export type ReferredApplication = Pick<HandedIn, 'area' | 'incomes' | 'deductions' | 'property'> & {
  /** Left out: the person in need alone, as known to the emergency. */
  readonly members?: HandedIn['members'];
  readonly consent?: HandedIn['members'][number]['consent'];
};

/** Who was in need, as far as the emergency knows by now. */
export interface KnownPerson {
  readonly name?: string;
  readonly idNumber?: string;
  readonly phone?: string;
}

/** The application of a person in need, made of what the emergency knows and what the window added. */
export function applicationFrom(
  added: ReferredApplication,
  { name, idNumber, phone }: KnownPerson,
  township: DivisionCode,
): HandedIn {
  const { members, consent, area, incomes, deductions, property } = added;
  const alone = {
    memberNo: 1,
    name: name ?? '',
    idNumber: idNumber ?? '',
    ...(phone === undefined ? {} : { phone }),
    relation: 'applicant',
    situations: [],
    ...(consent ? { consent } : {}),
  } as const;
  return {
    programme: 'dibao',
    township,
    area,
    applyingAs: 'household',
    members: members ?? [alone],
    incomes,
    deductions,
    property,
    relativesOfStaff: [],
  };
}
