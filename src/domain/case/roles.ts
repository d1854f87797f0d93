/** Roles of people and machines. The token says which an account holds and for which division. */
export const roles = [
  'township_clerk',
  'investigator',
  'township_reviewer',
  'county_officer',
  'county_leader',
  'finance_officer',
  'auditor',
  'administrator',
  'machine',
] as const;
export type Role = (typeof roles)[number];

/** At which level a role works: its division must be of that level, or above it for countrywide oversight. */
export const levelOf: Record<Role, 'township' | 'county' | 'any'> = {
  township_clerk: 'township',
  investigator: 'township',
  township_reviewer: 'township',
  county_officer: 'county',
  county_leader: 'county',
  finance_officer: 'county',
  auditor: 'any',
  administrator: 'any',
  machine: 'any',
};
