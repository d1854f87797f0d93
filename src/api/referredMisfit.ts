import { problems } from '../contracts/problems.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { readTip } from '../db/case/journal.ts';
import { personInNeed } from '../db/emergency/reports.ts';
import type { Tx } from '../db/pool.ts';
import { liveClaims, readProgramme } from '../db/queries/applications.ts';
import type { Cipher } from '../db/sealed.ts';
import { checkApplication, claimants } from '../domain/application.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { applicationFrom, type ReferredApplication } from '../domain/referredApplication.ts';
import type { Misfit } from './misfit.ts';

/** Why no file of the continuing aid can be opened from this emergency with what the window adds; undefined where one can. */
export async function referredMisfit(
  tx: Tx,
  cipher: Cipher,
  caseId: CaseId,
  added: ReferredApplication,
): Promise<Misfit | undefined> {
  const { state } = await readTip(tx, caseId);
  if ((await readProgramme(tx, caseId)) !== 'emergency' || state.referrals?.[0] !== 'dibao')
    return {
      at: '/outcome',
      zh: '只有急难事项转介低保的可以据此立案',
      en: 'a file can be opened here only where an emergency was referred to dibao',
    };
  const known = await personInNeed(tx, cipher, caseId);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const checked = checkApplication(applicationFrom(added, known, state.township), today);
  const misfit = (code: keyof typeof problems): Misfit => ({
    at: '/application',
    zh: `${problems[code].zh.title}；${problems[code].zh.remedy}`,
    en: `${problems[code].en.title}. ${problems[code].en.remedy}`,
  });
  if (!checked.ok) return misfit(checked.refusal.code);
  const hashes = claimants(checked.value).map(({ idNumber }) => cipher.keyedHash(idNumber));
  return (await liveClaims(tx, hashes)).length > 0 ? misfit('personHasOpenCase') : undefined;
}
