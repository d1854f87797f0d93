import { type DemoOfficial, demoOfficials } from '../../src/stack/demoOfficials.ts';

/** A place with every post filled: one that confirms itself, and one whose county has delegated the confirmation. */
export type Place = 'dangyang' | 'xiangzhou';

const posts = [
  'clerk',
  'duty1',
  'duty2',
  'investigator1',
  'investigator2',
  'reviewer',
  'confirmer',
  'officer',
  'leader',
  'finance1',
  'finance2',
  'auditor',
  'administrator',
  'police',
  'health',
  'medicalInsurance',
  'housing',
  'shelter',
] as const;

/** The officials of a place by their post; each is an account that signs in. */
export type Officials = Readonly<Record<(typeof posts)[number], DemoOfficial>>;

export function officialsOf(place: Place): Officials {
  const found = posts.map((post) => [post, demoOfficials.find(({ id }) => id === `${place}.${post}`)]);
  return Object.fromEntries(found) as Officials;
}

/** Somebody else in the same post: another person, another account. */
export function colleagueOf(official: DemoOfficial, nth = 1): DemoOfficial {
  return { ...official, id: `${official.id}.${nth}`, officer: `${official.officer}-${nth}` };
}
