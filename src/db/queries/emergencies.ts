import type { z } from 'zod';
import type { EmergencyLine, emergencySchema } from '../../contracts/http/emergencies.ts';
import type { Tx } from '../pool.ts';
import { cursorOf, readCursor } from './cursor.ts';

/** An emergency from its report on: before its first event it stands at the report. */
const columns = `
  select a.case_id, a.case_number, a.township, a.members as persons, coalesce(f.stage, 'report') as stage, f.ended_as,
         a.submitted_at, a.submitted_at::text as submitted, c.due_at,
         floor(extract(epoch from (c.due_at - business_now())) / 60)::int as minutes_left,
         coalesce((select sum(amount_fen) from emergency_aid e where e.case_id = a.case_id and e.stands <> 'notGiven'), 0)::bigint as given_fen
    from application a left join case_file f using (case_id)
    left join clock c on c.case_id = a.case_id and c.kind = 'firstAid' and c.status in ('running', 'passed')
   where a.programme = 'emergency'`;

export interface EmergenciesWish {
  readonly township?: string | undefined;
  readonly open?: 'true' | 'false' | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The emergencies of the division, the last reported first. */
export async function readEmergencies(
  tx: Tx,
  { township, open, cursor, limit }: EmergenciesWish,
): Promise<{ items: EmergencyLine[]; next: string | null }> {
  const after = readCursor(cursor, 2);
  const { rows } = await tx.query(
    `select * from (${columns}) emergencies
      where ($1::text is null or township = $1) and ($2::text is null or (ended_as is null) = ($2 = 'true'))
        and ($3::text is null or (submitted_at, case_id) < ($3::timestamptz, $4::uuid))
      order by submitted_at desc, case_id desc limit $5`,
    [township ?? null, open ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toLine),
    next: rows.length > limit && last ? cursorOf([last.submitted, last.case_id]) : null,
  };
}

/** One emergency; undefined where there is none or it is not to be seen from here. */
export async function readEmergencyLine(tx: Tx, caseId: string): Promise<EmergencyLine | undefined> {
  const { rows } = await tx.query(`${columns} and a.case_id = $1`, [caseId]);
  return rows[0] && toLine(rows[0]);
}

type Emergency = z.output<typeof emergencySchema>;

/** What was given, the first first. */
export async function readAid(tx: Tx, caseId: string): Promise<Emergency['aid']> {
  const { rows } = await tx.query(
    `select given_at, form, amount_fen, cause, paid_from, stands, given_by from emergency_aid
      where case_id = $1 order by given_at, aid_id`,
    [caseId],
  );
  return rows.map((row) => ({
    at: row.given_at.toISOString(),
    form: row.form,
    amountFen: row.amount_fen,
    cause: row.cause,
    paidFrom: row.paid_from,
    stands: row.stands,
    by: row.given_by,
  }));
}

/** Others of the same township within two days: whoever answers sees whether it is the same event. */
export async function readSimilar(tx: Tx, caseId: string): Promise<Emergency['similar']> {
  const { rows } = await tx.query(
    `select a.case_id, a.case_number, a.submitted_at, coalesce(f.stage, 'report') as stage
       from application mine
       join application a on a.township = mine.township and a.programme = 'emergency' and a.case_id <> mine.case_id
        and a.submitted_at between mine.submitted_at - interval '2 days' and mine.submitted_at + interval '2 days'
       left join case_file f on f.case_id = a.case_id
      where mine.case_id = $1 order by a.submitted_at desc limit 20`,
    [caseId],
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    caseNumber: row.case_number,
    reportedAt: row.submitted_at.toISOString(),
    stage: row.stage,
  }));
}

/** What came to light when it was known who was helped. */
export async function readIdentity(tx: Tx, caseId: string): Promise<Emergency['identity']> {
  const { rows } = await tx.query<{ at: Date; data: NonNullable<Emergency['identity']> }>(
    `select at, data from case_event where case_id = $1 and type = 'identityRestored' order by seq desc limit 1`,
    [caseId],
  );
  if (!rows[0]) return null;
  const { source, found, inAllFen, capFen } = rows[0].data;
  return { at: rows[0].at.toISOString(), source, found, inAllFen, capFen };
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toLine(row: any): EmergencyLine {
  return {
    caseId: row.case_id,
    caseNumber: row.case_number,
    township: row.township,
    persons: row.persons,
    stage: row.stage,
    endedAs: row.ended_as,
    reportedAt: row.submitted_at.toISOString(),
    aidDueAt: row.due_at?.toISOString() ?? null,
    minutesLeft: row.minutes_left,
    givenFen: row.given_fen,
  };
}
