import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calendarOf, isWorkingDay } from '../../src/domain/calendar.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import { nationalDivision, policyBook, policyLookup } from '../../src/domain/policy.ts';
import { missingPolicy } from '../../src/domain/policyCompleteness.ts';
import { loadPolicy } from '../../src/policy/load.ts';
import { type FileProblem, PolicyFileError } from '../../src/policy/problems.ts';

const counties = join(import.meta.dirname, '../../counties');
const townships = ['420582001000', '451302001000', '451321100000', '451322100000', '611024001000'] as DivisionCode[];

describe('the counties that come with the program', () => {
  test('have every value a case asks for, on any day since the raise of April 2026', async () => {
    const { values } = await loadPolicy(counties);
    const book = policyBook(values);
    const missing = townships.flatMap((township) =>
      ['2026-04-01', '2026-06-30', '2026-07-01', '2027-03-31'].flatMap((on) =>
        missingPolicy(book, township, on).map((key) => `${township} ${on} ${key}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('pay by their own standards, and say who confirms', async () => {
    const book = policyBook((await loadPolicy(counties)).values);
    const said = (place: DivisionCode | undefined, on: string) => {
      const lookup = policyLookup(book, place!, on, on);
      return (['dibao.standard.urban', 'dibao.standard.rural', 'delegation.dibao'] as const).map((key) => {
        const found = lookup(key);
        return found.ok && found.value.value;
      });
    };
    expect(said(townships[0], '2026-03-31')).toEqual([
      { amountFen: 63_000, per: 'month' },
      { amountFen: 528_000, per: 'year' },
      false,
    ]);
    expect(said(townships[0], '2026-04-01')).toEqual([
      { amountFen: 67_000, per: 'month' },
      { amountFen: 600_000, per: 'year' },
      false,
    ]);
    expect(said(townships[1], '2026-11-02')).toEqual([
      { amountFen: 55_000, per: 'month' },
      { amountFen: 361_700, per: 'year' },
      true,
    ]);
  });

  test('review as the law says or more often, and let a family out by as many months as their documents say', async () => {
    const book = policyBook((await loadPolicy(counties)).values);
    const said = (place: DivisionCode) => {
      const lookup = policyLookup(book, place, '2026-11-02', '2026-11-02');
      const keys = ['review.months', 'review.monthsAbleToWork', 'review.monthsShortTerm', 'grace.maxMonths'] as const;
      const values = keys.map((key) => lookup(key)).map((found) => found.ok && found.value.value);
      const grace = lookup('grace.months');
      return [...values, grace.ok && grace.value.value.map(({ cause, months }) => `${cause} ${months.join('/')}`)];
    };
    const exits = (months: string) => ['employment', 'pension', 'graduation'].map((cause) => `${cause} ${months}`);
    expect(said('611024106000' as DivisionCode)).toEqual([3, 3, 3, 12, exits('6/12')]);
    expect(said('420582001000' as DivisionCode)).toEqual([6, 6, 3, 6, exits('6')]);
    const nation = '000000000000' as DivisionCode;
    expect(said(nation)).toEqual([12, 6, false, 6, false]);
  });

  test('never call an assumption national, and mark the year the source does not give', async () => {
    const { values } = await loadPolicy(counties);
    const nations = values.filter(({ division }) => division === nationalDivision);
    expect(values.filter(({ level }) => level === 'national').every((value) => nations.includes(value))).toBe(true);
    expect(nations.filter(({ level, ground }) => (level === 'assumed') !== ground.startsWith('暂定值'))).toEqual([]);
    expect(nations.filter(({ level }) => level === 'local')).toEqual([]);
    expect(
      values
        .filter(({ key }) => key.startsWith('dibao.standard.'))
        .every(({ ground }) => ground.includes('assumed year')),
    ).toBe(true);
  });

  test('come with the lists of 2025 and 2026 and with their divisions, parents first', async () => {
    const { calendars, divisions } = await loadPolicy(counties);
    expect(calendars.map(({ year, notice }) => [year, notice.length > 0])).toEqual([
      [2025, true],
      [2026, true],
    ]);
    expect(isWorkingDay('2026-10-10', calendarOf(calendars))).toBe(true);
    const seen = new Set<string | null>([null]);
    for (const { code, parent } of divisions) {
      expect(seen).toContain(parent);
      seen.add(code);
    }
  });
});

describe('a mistake in a file names file, line, key and remedy', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'doudi-counties-'));
    await cp(counties, directory, { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function problemsWith(file: string, text: string): Promise<readonly FileProblem[]> {
    await writeFile(join(directory, file), text);
    return loadPolicy(directory).then(
      () => [],
      (error: unknown) => {
        if (!(error instanceof PolicyFileError)) throw error;
        return error.problems;
      },
    );
  }

  const entry = {
    key: 'dibao.standard.urban',
    value: "'800.00'",
    unit: 'yuan/month',
    effective_from: '2026-01-01',
    known_from: '2026-01-01',
    ground: '某文件第一条',
  };
  /** A county file whose entries begin at line 5. */
  function aFile(...entries: readonly Readonly<Record<string, string | undefined>>[]): string {
    const written = entries.map((fields) => {
      const lines = Object.entries(fields).flatMap(([name, value]) =>
        value === undefined ? [] : [`    ${name}: ${value}`],
      );
      return lines.join('\n').replace(/^ {3}/, '  -');
    });
    return ["divisions: ['450000000000']", 'set_by: 某机关', 'level: local', 'values:', ...written, ''].join('\n');
  }

  test('a sound file is taken', async () => {
    expect(await problemsWith('new.yaml', aFile(entry))).toEqual([]);
  });

  test.each([
    ['an unknown key', { key: 'dibao.standard.citty' }, 5, 'no policy key is called dibao.standard.citty'],
    ['a wrong unit', { unit: 'days' }, 7, 'use yuan/month'],
    ['an amount that is a number', { value: '800' }, 6, "such as '670.00'"],
    ['an amount with one decimal', { value: "'800.0'" }, 6, "such as '670.00'"],
    ['an amount below nothing', { value: "'-1.00'" }, 6, "such as '670.00'"],
    [
      'tiers that leave a gap below the standard',
      { key: 'dibao.tiers', unit: 'list', value: "[{ belowPercent: 90, amount: '1.00' }]" },
      6,
      'rising to 100',
    ],
    [
      'a gradual exit that rises',
      { key: 'grace.steps', unit: 'list', value: '[60, 100]' },
      6,
      'a percentage not above the one before',
    ],
    [
      'a gradual exit for no cause',
      { key: 'grace.months', unit: 'list', value: '[{ cause: lottery, months: [6] }]' },
      6,
      '{ cause, months: [6, 12] }',
    ],
    ['no ground', { ground: undefined }, 5, 'name the document, its number and article'],
    ['an empty ground', { ground: "' '" }, 10, 'name the document, its number and article'],
    ['a day that does not exist', { effective_from: '2026-02-30' }, 8, 'write the first day it holds as YYYY-MM-DD'],
    ['an end before the beginning', { effective_to: '2025-12-31' }, 11, 'must lie after effective_from 2026-01-01'],
    ['an end on the day it begins', { effective_to: '2026-01-01' }, 11, 'must lie after effective_from 2026-01-01'],
    ['an unknown field', { grund: 'x' }, 5, 'unknown field grund'],
    ['an unknown level', { level: 'global' }, 11, 'national, local or assumed'],
  ])('%s', async (_what, but, line, remedy) => {
    const problems = await problemsWith('new.yaml', aFile({ ...entry, ...but }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      file: 'new.yaml',
      line,
      key: 'key' in but ? but.key : entry.key,
      en: expect.stringContaining(remedy),
    });
    expect(problems[0]?.zh).toMatch(/\p{Script=Han}/u);
  });

  test('two values that hold on the same day; a correction known later is none', async () => {
    const second = { ...entry, value: "'820.00'", effective_from: '2026-07-01' };
    const [problem, ...more] = await problemsWith('new.yaml', aFile(entry, second));
    expect([problem?.line, problem?.key, more]).toEqual([11, 'dibao.standard.urban', []]);
    expect(problem?.en).toContain('overlaps new.yaml:5');
    expect(await problemsWith('new.yaml', aFile({ ...entry, effective_to: '2026-07-01' }, second))).toEqual([]);
    expect(await problemsWith('new.yaml', aFile(entry, { ...second, known_from: '2026-06-10' }))).toEqual([]);
  });

  test('a file that is no YAML, a division nobody knows, an empty file: all of them at once', async () => {
    await writeFile(join(directory, 'broken.yaml'), 'divisions: [');
    await writeFile(join(directory, 'empty.yaml'), '');
    const problems = await problemsWith('new.yaml', aFile(entry).replace('450000000000', '110000000000'));
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['broken.yaml', 'empty.yaml', 'new.yaml']));
    expect(problems.at(-1)?.en).toContain('110000000000 is not in divisions.csv');
  });

  test('a list of rest days with a day of another year, or a make-up day in the week', async () => {
    const list = JSON.parse(await readFile(join(counties, 'calendar/cn-2026.json'), 'utf8'));
    const text = JSON.stringify({ ...list, rest: ['2025-01-01'], makeUp: ['2026-11-24'] }, null, 1);
    expect((await problemsWith('calendar/cn-2026.json', text)).map(({ key, line }) => [key, line])).toEqual([
      ['2025-01-01', 6],
      ['2026-11-24', 9],
    ]);
  });

  test('a division twice, with a code too short, or before its parent', async () => {
    const rows = [
      'code,name,level,parent',
      '000000000000,全国,nation,',
      '42,湖北省,province,000000000000',
      '000000000000,全国,nation,',
      '430100000000,长沙市,prefecture,430000000000',
      '',
    ];
    const problems = (await problemsWith('divisions.csv', rows.join('\n'))).filter(
      ({ file }) => file === 'divisions.csv',
    );
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  });
});
