import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDivisionsFile, writeDivisionsFile } from '../../src/policy/divisionsFile.ts';
import { PolicyFileError } from '../../src/policy/problems.ts';
import { readPublishedDivisions, withPublished } from '../../src/policy/publishedDivisions.ts';
import { explain } from '../../src/stack/failure.ts';

const ours = readFileSync(new URL('../../counties/divisions.csv', import.meta.url), 'utf8');
const known = readDivisionsFile('divisions.csv', ours).divisions;
/** As the lists are published: levels in files of their own, short codes, names in quotes, more columns behind. */
const published = (text: string) => readPublishedDivisions('list.csv', text).rows;
const above = published('code,name\n44,"广东省"\n4405,"汕头市",44\n440507,"龙湖区",4405,44\n4419,"东莞市",44\n');
const streets = published('code,name\n440507001,"金霞街道"\n440507001001,"某社区"\n441900003,"东城街道"\n');

test('adds what was asked for, with all that lies above it and no village, parents first', () => {
  const { divisions, added, problems } = withPublished(known, [...streets, ...above], ['440507']);
  expect(problems).toEqual([]);
  expect(added.map(({ code, name, level, parent }) => [code, name, level, parent])).toEqual([
    ['440000000000', '广东省', 'province', '000000000000'],
    ['440500000000', '汕头市', 'prefecture', '440000000000'],
    ['440507000000', '龙湖区', 'county', '440500000000'],
    ['440507001000', '金霞街道', 'township', '440507000000'],
  ]);
  expect(readDivisionsFile('divisions.csv', writeDivisionsFile(divisions))).toEqual({ divisions, problems: [] });
});

test('a prefecture without counties has its townships directly below it', () => {
  const list = [...above, ...published('code,name\n441900,"东莞市"\n'), ...streets];
  const { added } = withPublished(known, list, ['4419']);
  expect(added.map(({ code, parent }) => [code, parent])).toEqual([
    ['440000000000', '000000000000'],
    ['441900000000', '440000000000'],
    ['441900003000', '441900000000'],
  ]);
});

test('what is there stays, under its present name', () => {
  const { divisions, added, renamed } = withPublished(known, published('code,name\n420582001000,玉阳新街道\n'), ['42']);
  expect(added).toEqual([]);
  expect(renamed).toMatchObject([{ code: '420582001000', name: '玉阳新街道', level: 'township' }]);
  expect(divisions).toHaveLength(known.length);
  expect(withPublished(known, [], ['42']).divisions).toEqual(known.toSorted((a, b) => (a.code < b.code ? -1 : 1)));
});

test('a township whose county is in no file, and rows that are none, are named with file, line and remedy', () => {
  expect(withPublished(known, streets, ['4405']).problems).toMatchObject([
    { file: 'list.csv', line: 2, key: '440507001000' },
  ]);
  const { problems } = readPublishedDivisions('list.csv', 'name,code\n44,"广东省"\n4405\n44050,某地\nx,某地\n');
  expect(problems.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  expect(explain(new PolicyFileError(problems))).toMatch(/list\.csv:4 44050: .*\n[\s\S]*→ /);
});
