import { addPolicyValue, putCalendarYear, putDivision } from '../db/policy.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import { loadPolicy } from './load.ts';

/**
 * Brings the files of `counties/` into the database. What is there already stays; a changed value must be a new row with
 * its own `known from`, so that nothing already decided changes.
 */
export async function loadPolicyIntoDatabase(
  pool: Pool,
  directory: string,
): Promise<{ values: number; added: number }> {
  const { values, calendars, divisions } = await loadPolicy(directory);
  return inTransaction(pool, async (tx) => {
    for (const division of divisions) await putDivision(tx, division);
    for (const year of calendars) await putCalendarYear(tx, year);
    let added = 0;
    for (const value of values) if (await addPolicyValue(tx, value)) added += 1;
    return { values: values.length, added };
  });
}
