import type { HandedIn } from './application.ts';
import type { Destination } from './case/referrals.ts';
import { type Outcome, ok, refuse } from './outcome.ts';

/** Of which programme a file is opened from the papers, by whereto the matter was referred (转介立案). */
const opened: { readonly [to in Destination]?: HandedIn['programme'] } = {
  dibao: 'dibao',
  temporaryAid: 'temporary',
};

/** Undefined where no file is opened here. */
export function openedFor(to: Destination | undefined): HandedIn['programme'] | undefined {
  return to && opened[to];
}

type Applicant = HandedIn['members'][number];

/** What a window adds to the papers so that they are an application; it stands before what they say. The rest is there. */
export type ReferredApplication = Partial<
  Pick<HandedIn, 'area' | 'members' | 'incomes' | 'deductions' | 'property' | 'need'>
> & { readonly consent?: Applicant['consent'] };

/** What is on file already: of a household all that it declared, of an emergency who was in need. */
export type Papers = Omit<HandedIn, 'programme' | 'need' | 'area'> & Partial<Pick<HandedIn, 'area'>>;

/** Who was in need, as far as the emergency knows by now. */
export interface KnownPerson {
  readonly name?: string;
  readonly idNumber?: string;
  readonly phone?: string;
}

/** The papers of an emergency: the person in need, alone. */
export function papersOfPerson({ name = '', idNumber = '', phone }: KnownPerson, township: Papers['township']): Papers {
  const alone = { memberNo: 1, name, idNumber, relation: 'applicant', situations: [] } as const;
  const members = [{ ...alone, ...(phone === undefined ? {} : { phone }) }];
  const nothing = { incomes: [], deductions: [], property: [], relativesOfStaff: [] };
  return { township, applyingAs: 'household', members, ...nothing };
}

/** The application made of the papers and of what the window added; or what neither of them says. */
export function applicationFrom(
  programme: HandedIn['programme'],
  { consent, need, ...added }: ReferredApplication,
  papers: Papers,
): Outcome<HandedIn, 'area' | 'need'> {
  const area = added.area ?? papers.area;
  if (area === undefined) return refuse('area');
  const members = papers.members.map((member) =>
    consent && member.relation === 'applicant' ? { ...member, consent } : member,
  );
  const application = { ...papers, members, ...added, area };
  if (programme === 'dibao') return ok({ ...application, programme });
  return need ? ok({ ...application, programme, need }) : refuse('need');
}
