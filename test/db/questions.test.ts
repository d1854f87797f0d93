import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import { about, ask, instant, type Question } from '../../src/db/questions.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db?.drop());

const echo: Question<string | undefined> = { text: 'select $1::text as said', read: ([row]) => row?.said };
const pair: Question<string> = { text: 'select $1::text || $2::text as said', read: ([row]) => row.said };
const three: Question<number[]> = {
  text: 'select n from generate_series(1, 3) n order by n desc',
  read: (rows) => rows.map(({ n }) => n),
};
const nobody: Question<string> = {
  text: 'select 1 where $1::text is null',
  read: (rows) => (rows.length === 0 ? 'nobody' : '?'),
};
const typed: Question<object> = {
  text: `select date '2028-02-29' as day, 9007199254740991::bigint as fen, null as nothing, timestamptz '2026-12-01 09:00:00.5+08' as at`,
  read: ([{ at, ...row }]) => ({ ...row, at: instant(at) }),
};

it('several questions are answered by one statement, each about its own, their rows in order', async () => {
  const statements: unknown[] = [];
  const answers = await inTransaction(db.worker, (tx) => {
    const noting = {
      query(what: { text: string }) {
        statements.push(what);
        return tx.query(what);
      },
    };
    return ask(noting as never, 'a test', {
      a: about('x', echo),
      b: about('y', echo),
      both: about(['y', 'x'], pair),
      three,
      none: about('x', nobody),
    });
  });
  expect(answers).toEqual({ a: 'x', b: 'y', both: 'yx', three: [3, 2, 1], none: 'nobody' });
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ values: ['x', 'y', 'y', 'x', 'x'] });
});

it('a question left out is not asked, and the statement without it is planned under a name of its own', async () => {
  const asked = (a?: string) =>
    inTransaction(db.worker, (tx) => ask(tx, 'left out', { a: a === undefined ? undefined : about(a, echo), three }));
  expect(await asked('x')).toEqual({ a: 'x', three: [3, 2, 1] });
  expect((await asked()).a).toBeUndefined();
  expect(await asked('z')).toEqual({ a: 'z', three: [3, 2, 1] });
});

it('two that are about the same are planned as two that are not', async () => {
  const asked = (a: string, b: string) =>
    inTransaction(db.worker, (tx) => ask(tx, 'about two', { a: about(a, echo), both: about([a, b], pair) }));
  expect(await asked('x', 'x')).toEqual({ a: 'x', both: 'xx' });
  expect(await asked('x', 'y')).toEqual({ a: 'x', both: 'xy' });
});

it('dates stay dates, the largest amount is exact, instants are read to the millisecond', async () => {
  const { typed: row } = await inTransaction(db.worker, (tx) => ask(tx, 'typed', { typed }));
  expect(row).toEqual({ day: '2028-02-29', fen: 9007199254740991, nothing: null, at: '2026-12-01T01:00:00.500Z' });
});
