import { liesIn } from '../contracts/http/applications.ts';
import { type ProblemCode, problems } from '../contracts/problems.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { familyNow } from '../db/case/family.ts';
import { readTip } from '../db/case/journal.ts';
import type { Tx } from '../db/pool.ts';
import { isTownship, liveClaims } from '../db/queries/applications.ts';
import { type Cipher, readApplication } from '../db/sealed.ts';
import { countyOf } from '../domain/authority.ts';
import { businessDateOf } from '../domain/calendar.ts';
import { applyChanges } from '../domain/case/applyChanges.ts';
import type { HouseholdChange } from '../domain/case/changes.ts';
import { headOf } from '../domain/case/headOf.ts';
import type { CaseId } from '../domain/case/ids.ts';

export interface Misfit {
  readonly at: string;
  readonly zh: string;
  readonly en: string;
}

/** The first of these changes that does not fit the family as it is known, and why; undefined where all do. */
export async function misfitOf(
  tx: Tx,
  cipher: Cipher,
  caseId: CaseId,
  given: readonly HouseholdChange[],
): Promise<Misfit | undefined> {
  const at = (nth: number, code: ProblemCode): Misfit => {
    const { zh, en } = problems[code];
    return { at: `/changes/${nth}`, zh: `${zh.title}；${zh.remedy}`, en: `${en.title}. ${en.remedy}` };
  };
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const future = given.findIndex(({ on }) => on > today);
  if (future >= 0) return at(future, 'dateInFuture');

  const { state } = await readTip(tx, caseId);
  for (const [nth, change] of given.entries()) {
    if (change.kind !== 'movedWithinCounty') continue;
    if (!(await isTownship(tx, change.township))) return at(nth, 'unknownDivision');
    if (countyOf(change.township) !== countyOf(state.township)) return at(nth, 'notThisCounty');
    if (!liesIn(change.village, change.township)) return at(nth, 'unknownDivision');
  }
  const { declaration } = await readApplication(tx, cipher, caseId);
  const { before } = await familyNow(tx, cipher, state);
  const family = applyChanges(declaration, [...before, ...given]);
  if (!family.ok) return at(Math.max(0, family.refusal.nth - before.length), family.refusal.code);
  const { members } = family.value;
  if (members.length > 0 && !('named' in headOf(family.value, today))) return at(given.length - 1, 'headMissing');

  for (const [nth, change] of given.entries()) {
    if (!('member' in change)) continue;
    const joined = members.find(({ memberNo }) => memberNo === change.member.memberNo);
    const claims = joined ? await liveClaims(tx, [cipher.keyedHash(joined.idNumber)]) : [];
    if (claims.length > 0) return at(nth, 'personHasOpenCase');
  }
  return undefined;
}
