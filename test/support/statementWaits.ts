import type { Pool } from '../../src/db/pool.ts';
import { eventually } from './eventually.ts';

/** Waits until a statement like this one waits for a lock that somebody else holds. */
export function statementWaits(pool: Pool, like: string): Promise<true> {
  const looks = async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
      [like],
    );
    return rowCount === 1;
  };
  return eventually(`${like} waits`, looks, 10_000);
}
