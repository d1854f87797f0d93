import { addPolicyValue, putCalendarYear, putDivisions } from '../db/policy.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import type { LocatedValue } from './countyFile.ts';
import { loadPolicy } from './load.ts';
import { type FileProblem, PolicyFileError } from './problems.ts';

/**
 * Brings the files of `counties/` into the database, all or nothing. What is there already stays; a changed value must
 * be a new entry with its own `known_from`, so that nothing already decided changes.
 * @throws PolicyFileError for files that cannot be used, and for an entry that was edited after it was loaded
 */
export async function loadPolicyIntoDatabase(
  pool: Pool,
  directory: string,
): Promise<{ values: number; added: number }> {
  const { located, calendars, divisions } = await loadPolicy(directory);
  return inTransaction(pool, async (tx) => {
    await putDivisions(tx, divisions);
    for (const year of calendars) await putCalendarYear(tx, year);
    let added = 0;
    const edited: FileProblem[] = [];
    for (const each of located) {
      const outcome = await addPolicyValue(tx, each.value);
      if (outcome === 'added') added += 1;
      if (outcome === 'differs') edited.push(editedAfterLoading(each));
    }
    if (edited.length > 0) throw new PolicyFileError(edited);
    return { values: located.length, added };
  });
}

function editedAfterLoading({ file, line, value: { key, division, knownFrom } }: LocatedValue): FileProblem {
  return {
    file,
    line,
    key,
    zh: `${division} 的这一项已按 known_from ${knownFrom} 载入，不能改写；请恢复原文，更正另立一条并写明新的 known_from`,
    en: `was loaded for ${division} with known_from ${knownFrom} and is not edited; restore it, and enter the correction beside it with a known_from of its own`,
  };
}
