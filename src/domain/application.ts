import type { PlainDate } from './calendar.ts';
import type { Declaration, DeclaredMember } from './case/declaration.ts';
import { birthDateOf, type IdNumber, parseIdNumber } from './idNumber.ts';
import { type Outcome, ok, refuse } from './outcome.ts';

/** A declaration as it is handed in: ID numbers as people write them, dates of birth not yet taken from them. */
export type HandedIn = Omit<Declaration, 'members'> & {
  readonly members: readonly Omit<DeclaredMember, 'birthDate'>[];
};

/** Why an application cannot be taken as it is, and about which members. */
export interface ApplicationRefusal {
  readonly code:
    | 'notOneApplicant'
    | 'membersInconsistent'
    | 'idNumberInvalid'
    | 'personTwiceInHousehold'
    | 'consentMissing'
    | 'amountMissing';
  readonly memberNos: readonly number[];
}

/** Members who are not of the family living together whatever else is true of them (MCA-57 art. 7). */
const absences: readonly string[] = ['imprisoned', 'compulsoryDetox', 'declaredMissing', 'clergyApart'];

/** Lives with the family, as declared: consents to the check of its data, and counts in the control of duplicates. */
export function livesTogether({ situations }: Pick<DeclaredMember, 'situations'>): boolean {
  return !situations.some((situation) => absences.includes(situation));
}

/**
 * Checks what can be checked of an application by itself, and puts its ID numbers into the one form (GB 11643, the old
 * form of 15 digits included). Each member living together consents to the data check (MCA-57 art. 9), not in advance.
 */
export function checkApplication(handedIn: HandedIn, today: PlainDate): Outcome<Declaration, ApplicationRefusal> {
  const { members } = handedIn;
  const no = (code: ApplicationRefusal['code'], wrong: readonly { readonly memberNo: number }[]) =>
    refuse({ code, memberNos: [...new Set(wrong.map(({ memberNo }) => memberNo))] });

  const applicants = members.filter(({ relation }) => relation === 'applicant');
  if (applicants.length !== 1 || members[0]?.relation !== 'applicant') return no('notOneApplicant', applicants);

  const misnumbered = members.filter(({ memberNo }, i) => memberNo !== i + 1);
  const { incomes, deductions, property, relativesOfStaff } = handedIn;
  const strangers = [...incomes, ...deductions, ...property, ...relativesOfStaff].filter(
    ({ memberNo }) => memberNo > members.length,
  );
  if (misnumbered.length + strangers.length > 0) return no('membersInconsistent', [...misnumbered, ...strangers]);

  const unvalued = property.filter(({ kind, amountFen }) => kind === 'financial' && amountFen === undefined);
  if (unvalued.length > 0) return no('amountMissing', unvalued);

  const read = members.map((member) => ({ member, id: parseIdNumber(member.idNumber) }));
  const invalid = read.filter(({ id }) => !id.ok);
  if (invalid.length > 0)
    return no(
      'idNumberInvalid',
      invalid.map(({ member }) => member),
    );
  const known: DeclaredMember[] = read.flatMap(({ member, id }) => (id.ok ? [identified(member, id.value)] : []));

  const unborn = known.filter(({ birthDate }) => birthDate > today);
  if (unborn.length > 0) return no('idNumberInvalid', unborn);

  const twice = known.filter(({ idNumber }, i) => known.findIndex((other) => other.idNumber === idNumber) !== i);
  if (twice.length > 0) return no('personTwiceInHousehold', twice);

  const silent = known.filter(
    (member) => livesTogether(member) && !(member.consent && member.consent.signedOn <= today),
  );
  if (silent.length > 0) return no('consentMissing', silent);
  return ok({ ...handedIn, members: known });
}

/** Who is kept from applying elsewhere while this application or its benefit lives. 单人保 is for the applicant alone. */
export function claimants({ applyingAs, members }: Declaration): readonly DeclaredMember[] {
  return members.filter((member) =>
    applyingAs === 'singlePerson' ? member.relation === 'applicant' : livesTogether(member),
  );
}

/** A member as handed in, with what the ID number says. */
export function identified(member: HandedIn['members'][number], idNumber: IdNumber): DeclaredMember {
  return { ...member, idNumber, birthDate: birthDateOf(idNumber) };
}
