import type { Pool } from '../../src/db/pool.ts';

/** A pool that counts what goes through it: each statement, and each way to the database and back. */
export function countingPool(pool: Pool) {
  const counted = { statements: [] as string[], ways: 0 };
  let underWay = 0;

  const counting = (asked: { query(...what: unknown[]): Promise<unknown> }) =>
    function query(...what: unknown[]): Promise<unknown> {
      const [statement] = what as [string | { readonly text: string }];
      counted.statements.push(typeof statement === 'string' ? statement : statement.text);
      if (underWay++ === 0) counted.ways++;
      return asked.query(...what).finally(() => underWay--);
    };

  const through = {
    query: counting(pool as never),
    async connect() {
      const client = await pool.connect();
      return { query: counting(client as never), release: (broken?: Error) => client.release(broken) };
    },
  };
  return {
    pool: through as unknown as Pool,
    /** What `work` asks. */
    async during(work: () => Promise<unknown>) {
      counted.statements = [];
      counted.ways = 0;
      await work();
      return { statements: counted.statements.length, ways: counted.ways };
    },
  };
}
