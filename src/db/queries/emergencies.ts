import type { z } from 'zod';
import type { EmergencyLine, emergencySchema } from '../../contracts/http/emergencies.ts';
import type { Tx } from '../pool.ts';
import { instant, instantOrNull, type Question } from '../questions.ts';
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
export const emergencyLine: Question<EmergencyLine | undefined> = {
  text: `${columns} and a.case_id = $1`,
  read: ([row]) => row && toLine(row),
};

type Emergency = z.output<typeof emergencySchema>;

/** What was given, the first first. */
export const aidGiven: Question<Emergency['aid']> = {
  text: `select given_at, form, amount_fen, cause, paid_from, stands, given_by from emergency_aid
      where case_id = $1 order by given_at, aid_id`,
  read: (rows) =>
    rows.map((row) => ({
      at: instant(row.given_at),
      form: row.form,
      amountFen: row.amount_fen,
      cause: row.cause,
      paidFrom: row.paid_from,
      stands: row.stands,
      by: row.given_by,
    })),
};

/** Others of the same township within two days: whoever answers sees whether it is the same event. */
export const similarEmergencies: Question<Emergency['similar']> = {
  text: `select a.case_id, a.case_number, a.submitted_at, coalesce(f.stage, 'report') as stage
       from application mine
       join application a on a.township = mine.township and a.programme = 'emergency' and a.case_id <> mine.case_id
        and a.submitted_at between mine.submitted_at - interval '2 days' and mine.submitted_at + interval '2 days'
       left join case_file f on f.case_id = a.case_id
      where mine.case_id = $1 order by a.submitted_at desc limit 20`,
  read: (rows) =>
    rows.map((row) => ({
      caseId: row.case_id,
      caseNumber: row.case_number,
      reportedAt: instant(row.submitted_at),
      stage: row.stage,
    })),
};

/** What came to light when it was known who was helped. */
export const identityRestored: Question<Emergency['identity']> = {
  text: `select at, data from case_event where case_id = $1 and type = 'identityRestored' order by seq desc limit 1`,
  read([row]) {
    if (!row) return null;
    const { source, found, inAllFen, capFen } = row.data;
    return { at: instant(row.at), source, found, inAllFen, capFen };
  },
};

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toLine(row: any): EmergencyLine {
  return {
    caseId: row.case_id,
    caseNumber: row.case_number,
    township: row.township,
    persons: row.persons,
    stage: row.stage,
    endedAs: row.ended_as,
    reportedAt: instant(row.submitted_at),
    aidDueAt: instantOrNull(row.due_at),
    minutesLeft: row.minutes_left,
    givenFen: row.given_fen,
  };
}
