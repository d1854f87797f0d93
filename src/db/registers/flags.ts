import type { Particulars } from '../../domain/case/events.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Match } from './batches.ts';

/** Which match a task is about, in codes; the oldest of the case that nobody has judged yet. */
export async function matchToSettle(tx: Tx, caseId: CaseId): Promise<Particulars | undefined> {
  const { rows } = await tx.query<FlagRow>(
    `select flag, since, member_no, flag_id from person_flag
      where case_id = $1 and confirmed_at is null and settled_at is null order by flag_id limit 1`,
    [caseId],
  );
  return rows[0] && codesOf(rows[0]);
}

/**
 * What a person found of the match the task is about. A wrong one is settled, and holds nothing any more: the next run
 * pays the months held. A true one goes on holding until the family has been looked at.
 */
export async function judgeMatch(
  tx: Tx,
  taskId: string,
  outcome: string,
  at: string,
): Promise<Particulars | undefined> {
  const { rows } = await tx.query<FlagRow>(
    `update person_flag f
        set confirmed_at = case when $2 then $3::timestamptz end,
            settled_at = case when not $2 then $3::timestamptz end,
            settled_as = case when not $2 then 'wrong' end
       from task t
      where t.task_id = $1 and f.case_id = t.case_id and f.flag_id = (t.about->>'flagId')::bigint and f.settled_at is null
      returning f.flag, f.since, f.member_no, f.flag_id`,
    [taskId, outcome === 'confirmed', at],
  );
  return rows[0] && codesOf(rows[0]);
}

/** What nobody has looked into yet of those who go on in a file of their own goes with them. */
export async function moveMatches(tx: Tx, from: CaseId, to: CaseId): Promise<Match[]> {
  const { rows } = await tx.query<Match>(
    `update person_flag f set case_id = $2, member_no = there.member_no
       from person here join person there on there.id_number_hash = here.id_number_hash and there.case_id = $2
      where f.case_id = $1 and here.case_id = $1 and here.member_no = f.member_no
        and f.confirmed_at is null and f.settled_at is null
     returning f.flag_id as "flagId", f.case_id as "caseId", f.division, f.flag as kind, f.since as on, f.member_no as "memberNo"`,
    [from, to],
  );
  return rows;
}

/** The family has been looked at with every match confirmed so far: what it gets is right again, and nothing is held. */
export async function settleConfirmed(tx: Tx, caseId: CaseId, at: string): Promise<void> {
  await tx.query(
    `update person_flag set settled_at = $2, settled_as = 'confirmed'
      where case_id = $1 and confirmed_at is not null and settled_at is null`,
    [caseId, at],
  );
}

interface FlagRow {
  readonly flag: string;
  readonly since: string;
  readonly member_no: number;
  readonly flag_id: number;
}

function codesOf({ flag, since, member_no, flag_id }: FlagRow): Particulars {
  return { kind: flag, on: since, memberNo: member_no, flagId: flag_id };
}
