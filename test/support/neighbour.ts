import { expect } from 'vitest';
import { caseFile } from './caseFile.ts';
import type { Officials } from './officials.ts';
import { seedHousehold } from './people.ts';
import type { Town } from './town.ts';

/** The same town's other township, with people of its own; the county above is the same. */
export function neighbourOf(town: Town, township = '420582101000'): Town {
  const moved = Object.entries(town.people).map(([post, official]) => [
    post,
    official.division === town.people.clerk.division
      ? { ...official, officer: `${official.officer}-n`, division: township }
      : official,
  ]);
  const neighbour: Town = {
    ...town,
    people: Object.fromEntries(moved) as Officials,
    async apply(household = seedHousehold()) {
      const answer = await town.window.post(neighbour.people.clerk, '/v1/applications', { ...household, township });
      expect(answer.statusCode, answer.body).toBe(201);
      const file = caseFile(neighbour, answer.json());
      await file.waitsFor('accept');
      return file;
    },
  };
  return neighbour;
}
