import type { Pool } from '../../src/db/pool.ts';

/**
 * A pool that counts what goes through it: each statement, and each way to the database and back that is waited for. What is
 * asked on a connection in one turn of the event loop is sent at once (src/db/gatheringSocket.ts) and is one way, in however
 * many pieces the answers come.
 */
export function countingPool(pool: Pool) {
  const counted = { statements: 0, ways: 0 };

  function counting(asked: { query(...what: unknown[]): Promise<unknown> }) {
    let reads = false;
    let gathers = false;
    return function query(...what: unknown[]): Promise<unknown> {
      counted.statements++;
      if (what[0] === 'begin read only') reads = true;
      // Nobody waits for the end of what only reads.
      const isWaitedFor = !(reads && what[0] === 'commit');
      if (isWaitedFor && !gathers) {
        counted.ways++;
        gathers = true;
        process.nextTick(() => {
          gathers = false;
        });
      }
      return asked.query(...what);
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
