import type { ReferralsNow } from '../../contracts/http/referrals.ts';
import { nthOf } from '../../domain/case/foldMeeting.ts';
import { parsePublicId } from '../../domain/case/ids.ts';
import { referralsOf } from '../../domain/case/referrals.ts';
import { type Tx, together } from '../pool.ts';

/** Whereto the people of a case were sent on, and what came of it; which file it came from, and which were opened from it. */
export async function readReferrals(tx: Tx, caseId: string): Promise<ReferralsNow> {
  const [{ rows: decisions }, { rows: files }] = await together([
    tx.query({
      name: 'referrals of a case',
      text: `select decision_id, kind, outcome, at, particulars ->> 'to' as to, particulars ->> 'number' as number, particulars -> 'referral' as referral
         from decision
        where case_id = $1 and (particulars ? 'to' or kind in ('answerReferral', 'recordAnswer')) order by at, decision_id`,
      values: [caseId],
    }),
    tx.query({
      name: 'files of a referral',
      text: `select a.case_id as "caseId", a.case_number as "caseNumber", a.programme, a.referred_from = $1 as later
         from application a
        where a.referred_from = $1 or a.case_id = (select referred_from from application where case_id = $1)
        order by a.submitted_at, a.case_id`,
      values: [caseId],
    }),
  ]);
  const file = ({ later: _, ...each }: (typeof files)[number]) => each;
  return {
    referrals: referralsOf(
      decisions.map(({ decision_id, referral, ...row }) => ({
        ...row,
        at: row.at.toISOString(),
        referral: referral ?? undefined,
        answers: answersOf(decision_id),
      })),
    ),
    referredFrom: files.filter(({ later }) => !later).map(file)[0] ?? null,
    referredFiles: files.filter(({ later }) => later).map(file),
  };
}

/** Which referral an answer is to, where they have numbers. */
function answersOf(decisionId: string): number | undefined {
  const no = nthOf(parsePublicId(decisionId)!.key);
  return Number.isNaN(no) ? undefined : no;
}
