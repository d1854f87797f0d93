import { readBusinessClock } from '../db/businessClock.ts';
import { type File, filesOver } from '../db/keeping/files.ts';
import type { Tx } from '../db/pool.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { keptUntil, whatKeeps } from '../domain/keeping/whatKeeps.ts';
import type { KeptBy } from '../domain/keeping/words.ts';
import { policyOn } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';

/** An ended file whose time is over by what it was given: until when it is kept by today's policy, and what keeps it. */
export interface DueFile extends File {
  readonly until: string;
  readonly keptBy: readonly KeptBy[];
}

/** All of them that are to be seen from here, the first over first; each judged by its own county's policy. */
export async function filesDue(
  tx: Tx,
  policy: PolicySource,
  wish: { readonly county?: string; readonly caseIds?: readonly string[] | undefined; readonly limit?: number } = {},
): Promise<DueFile[]> {
  const { book } = await policy.read(tx);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  return (await filesOver(tx, { limit: 2_000, ...wish })).map((file) => {
    const years = policyOn(book, 'archive.yearsAfterStop', file.county as DivisionCode, today, today);
    if (!years.ok) throw new Error('Policy does not say how long files are kept');
    const { value } = years.value;
    return { ...file, until: keptUntil(file, value), keptBy: whatKeeps(file, today, value) };
  });
}
