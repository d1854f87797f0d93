import { expect, test } from 'vitest';
import { importsOf, readSource, sourcesUnder } from './sources.ts';

const statement =
  /^\s*(select|insert into|update|delete from|with|create|alter|drop|grant|revoke|truncate|set|listen|notify)\s/;

/** The template strings of a text that are SQL, each with what stands in its holes. */
function statementsIn(text: string): { readonly sql: string; readonly holes: readonly string[] }[] {
  const found = [];
  for (const [, sql = ''] of text.matchAll(/`((?:[^`\\]|\\.)*)`/g)) {
    if (!statement.test(sql)) continue;
    const holes = [...sql.matchAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(([, hole = '']) => hole.trim());
    found.push({ sql, holes });
  }
  return found;
}

/** A piece of SQL written out once: a constant of the module, made of text alone. */
const isConstantIn = (text: string, name: string) =>
  new RegExp(`^(?:export )?const ${name}(?:: [^=]+)? =\\s+[\`'"]`, 'm').test(text);

function isConstant(file: string, hole: string): boolean {
  if (/^\w+\('[^']*'\)$/.test(hole)) return true; // a piece that a column's name is put into, and that is written here
  if (!/^\w+$/.test(hole)) return false;
  return [file, ...importsOf(file).flatMap(({ own, target }) => (own ? [target] : []))].some((each) =>
    isConstantIn(readSource(each), hole),
  );
}

/** What else may stand in a statement, and why nothing that was sent can come there. */
const named: Readonly<Record<string, string>> = {
  'src/db/case/move.ts: table': 'one of the list above it',
  'src/db/case/shadows.ts: table': 'one of the projections, which are a list of ours',
  'src/db/case/shadows.ts: differ': 'made of those and of the columns of their keys',
  'src/db/case/shadows.ts: same': 'made of the columns of their keys, as the catalogue has them',
  'src/db/keeping/destroyContents.ts: table': 'one of personalData',
  'src/db/keeping/destroyContents.ts: column': 'one of personalData',
  'src/db/payments/overpaid.ts: where': 'one of two conditions written out beside it',
  'src/db/queries/worklist.ts: standing': 'one of two conditions written out beside it',
  'src/db/questions.ts: selected': 'the texts of questions, whose own holes are judged where they are written',
  'src/db/resealing.ts: table': 'one of sealedColumns',
  'src/db/resealing.ts: column': 'one of sealedColumns',
  'src/upkeep/verifyKeeping.ts: somethingIsLeft': 'made of personalData',
  'src/db/roles.ts: name': 'the database’s name, escaped as an identifier',
};

test('no statement has a value written into it: what stands in a hole is a piece of SQL written out beside it', () => {
  const holes = ['src', 'activities']
    .flatMap(sourcesUnder)
    .flatMap((file) =>
      statementsIn(readSource(file)).flatMap(({ holes }) =>
        holes.filter((hole) => !isConstant(file, hole)).map((hole) => `${file}: ${hole}`),
      ),
    );
  expect([...new Set(holes)].filter((hole) => !(hole in named))).toEqual([]);
  expect(
    Object.keys(named).filter((each) => !holes.includes(each)),
    'these are not there any more',
  ).toEqual([]);
});

test('and a value in one would be seen', () => {
  const text = `const rows = await tx.query(\`select 1 from t where name = '\${request.query.name}'\`);`;
  expect(statementsIn(text)).toEqual([{ sql: expect.stringContaining('select'), holes: ['request.query.name'] }]);
  expect(isConstantIn(text, 'rows')).toBe(false);
});
