import type { ReferralsNow } from '../../contracts/http/referrals.ts';
import { nthOf } from '../../domain/case/foldMeeting.ts';
import { parsePublicId } from '../../domain/case/ids.ts';
import { referralsOf } from '../../domain/case/referrals.ts';
import { instant, type Question } from '../questions.ts';

/** Whereto the people of a case were sent on, and what came of it. */
export const referrals: Question<ReferralsNow['referrals']> = {
  text: `select decision_id, kind, outcome, at, particulars ->> 'to' as to, particulars ->> 'number' as number, particulars -> 'referral' as referral
         from decision
        where case_id = $1 and (particulars ? 'to' or kind in ('answerReferral', 'recordAnswer')) order by at, decision_id`,
  read: (rows) =>
    referralsOf(
      rows.map(({ decision_id, referral, ...row }) => ({
        ...row,
        at: instant(row.at),
        referral: referral ?? undefined,
        answers: answersOf(decision_id),
      })),
    ),
};

/** Which file a case came from, and which were opened from it. */
export const referredFiles: Question<Omit<ReferralsNow, 'referrals'>> = {
  text: `select a.case_id as "caseId", a.case_number as "caseNumber", a.programme, a.referred_from = $1 as later
         from application a
        where a.referred_from = $1 or a.case_id = (select referred_from from application where case_id = $1)
        order by a.submitted_at, a.case_id`,
  read(rows) {
    const file = ({ later: _, ...each }: (typeof rows)[number]) => each;
    return {
      referredFrom: rows.filter(({ later }) => !later).map(file)[0] ?? null,
      referredFiles: rows.filter(({ later }) => later).map(file),
    };
  },
};

/** Which referral an answer is to, where they have numbers. */
function answersOf(decisionId: string): number | undefined {
  const no = nthOf(parsePublicId(decisionId)!.key);
  return Number.isNaN(no) ? undefined : no;
}
