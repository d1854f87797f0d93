import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CalendarYear } from '../domain/calendar.ts';
import type { PolicyValue } from '../domain/policy.ts';
import { readCalendarFile } from './calendarFile.ts';
import { type LocatedValue, readCountyFile } from './countyFile.ts';
import { type Division, readDivisionsFile } from './divisionsFile.ts';
import { type FileProblem, PolicyFileError } from './problems.ts';

/** All that `counties/` says. */
export interface LoadedPolicy {
  readonly values: readonly PolicyValue[];
  /** The same values, each with the place it was read from. */
  readonly located: readonly LocatedValue[];
  readonly calendars: readonly CalendarYear[];
  /** Each parent before its children. */
  readonly divisions: readonly Division[];
}

/**
 * Reads `<directory>/*.yaml`, `<directory>/calendar/cn-*.json` and `<directory>/divisions.csv`. Throws PolicyFileError
 * with every mistake, each with file, line, key and remedy; nothing is loaded by halves.
 */
export async function loadPolicy(directory: string): Promise<LoadedPolicy> {
  const counties = (await readAll(directory, /\.ya?ml$/)).map(([file, text]) => readCountyFile(file, text));
  const calendars = (await readAll(join(directory, 'calendar'), /^cn-\d{4}\.json$/)).map(([file, text]) =>
    readCalendarFile(file, text),
  );
  const divisions = readDivisionsFile('divisions.csv', await readFile(join(directory, 'divisions.csv'), 'utf8'));
  const located = counties.flatMap(({ values }) => values);
  const problems = [
    ...[...counties, ...calendars, divisions].flatMap((read) => read.problems),
    ...unknownDivisions(located, divisions.divisions),
    ...overlaps(located),
  ];
  if (problems.length > 0) throw new PolicyFileError(problems);
  return {
    values: located.map(({ value }) => value),
    located,
    calendars: calendars.flatMap(({ year }) => year ?? []),
    divisions: divisions.divisions,
  };
}

async function readAll(directory: string, named: RegExp): Promise<(readonly [file: string, text: string])[]> {
  const names = (await readdir(directory)).filter((name) => named.test(name)).sort();
  return Promise.all(
    names.map(async (name) => [basename(name), await readFile(join(directory, name), 'utf8')] as const),
  );
}

function unknownDivisions(located: readonly LocatedValue[], divisions: readonly Division[]): readonly FileProblem[] {
  const known = new Set<string>(divisions.map(({ code }) => code));
  return located.flatMap(({ value: { division, key }, file, line }) =>
    known.has(division)
      ? []
      : [
          {
            file,
            line,
            key,
            zh: `区划 ${division} 不在 divisions.csv 中，请补上`,
            en: `division ${division} is not in divisions.csv, add it`,
          },
        ],
  );
}

/** Two values for the same place, key and day of knowledge must not hold on the same day: which one would be meant? */
function overlaps(located: readonly LocatedValue[]): readonly FileProblem[] {
  const placeOf = ({ value }: LocatedValue) => `${value.division} ${value.key} ${value.knownFrom}`;
  const sorted = located.toSorted((a, b) =>
    compare(`${placeOf(a)} ${a.value.effectiveFrom}`, `${placeOf(b)} ${b.value.effectiveFrom}`),
  );
  return sorted.slice(1).flatMap((later, index): FileProblem[] => {
    const earlier = sorted[index]!;
    const { effectiveTo } = earlier.value;
    const apart = effectiveTo !== null && effectiveTo <= later.value.effectiveFrom;
    if (apart || placeOf(earlier) !== placeOf(later)) return [];
    const where = `${earlier.file}:${earlier.line}`;
    return [
      {
        file: later.file,
        line: later.line,
        key: later.value.key,
        zh: `与 ${where} 的有效期重叠，请为前者写 effective_to，或为更正写明 known_from`,
        en: `overlaps ${where}; end that one by effective_to, or give a correction its own known_from`,
      },
    ];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
