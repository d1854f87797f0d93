import type { Pool } from '../../src/db/pool.ts';

/** A pool that counts what goes through it: each statement, and each way to the database and back that is waited for. */
export function countingPool(pool: Pool) {
  const counted = { statements: 0, ways: 0 };
  let underWay = 0;

  function counting(asked: { query(...what: unknown[]): Promise<unknown> }) {
    let reads = false;
    return function query(...what: unknown[]): Promise<unknown> {
      counted.statements++;
      if (what[0] === 'begin read only') reads = true;
      // Nobody waits for the end of what only reads.
      if (reads && what[0] === 'commit') return asked.query(...what);
      if (underWay++ === 0) counted.ways++;
      return asked.query(...what).finally(() => underWay--);
    };
  }

  const through = {
    query: counting(pool as never),
    async connect() {
      const client = await pool.connect();
      return { query: counting(client as never), release: (broken?: Error) => client.release(broken) };
    },
  };
  return {
    pool: through as unknown as Pool,
    /** How much `work` asks. */
    async during(work: () => Promise<unknown>) {
      Object.assign(counted, { statements: 0, ways: 0 });
      await work();
      return { ...counted };
    },
  };
}
