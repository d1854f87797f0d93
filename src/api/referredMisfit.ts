import { problems } from '../contracts/problems.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { readTip } from '../db/case/journal.ts';
import { papersOf } from '../db/case/papers.ts';
import type { Tx } from '../db/pool.ts';
import { liveClaims } from '../db/queries/applications.ts';
import type { Cipher } from '../db/sealed.ts';
import { checkApplication, claimants } from '../domain/application.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId } from '../domain/case/ids.ts';
import type { Destination } from '../domain/case/referrals.ts';
import { applicationFrom, openedFor, type ReferredApplication } from '../domain/referredApplication.ts';
import type { Misfit } from './misfit.ts';

/** Why no file can be opened from the papers of this case with what the window adds; undefined where one can. */
export async function referredMisfit(
  tx: Tx,
  cipher: Cipher,
  caseId: CaseId,
  { to, added }: { readonly to: Destination; readonly added: ReferredApplication },
): Promise<Misfit | undefined> {
  const programme = openedFor(to);
  if (!programme)
    return {
      at: '/outcome',
      zh: '只有转介低保或者临时救助的可以据此立案',
      en: 'a file can be opened here only where the matter was referred to dibao or to temporary aid',
    };
  const { state } = await readTip(tx, caseId);
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const application = applicationFrom(programme, added, await papersOf(tx, cipher, state));
  if (!application.ok)
    return {
      at: `/application/${application.refusal}`,
      zh: '已有材料没有此项，须补充',
      en: 'is not in the papers: add it',
    };
  const misfit = (code: keyof typeof problems, at = '/application'): Misfit => ({
    at,
    zh: `${problems[code].zh.title}；${problems[code].zh.remedy}`,
    en: `${problems[code].en.title}. ${problems[code].en.remedy}`,
  });
  if (added.need && added.need.since > today) return misfit('dateInFuture', '/application/need/since');
  const checked = checkApplication(application.value, today);
  if (!checked.ok) return misfit(checked.refusal.code);
  if (programme === 'temporary') return undefined; // it claims nobody
  const hashes = claimants(checked.value).map(({ idNumber }) => cipher.keyedHash(idNumber));
  return (await liveClaims(tx, hashes)).length > 0 ? misfit('personHasOpenCase') : undefined;
}
