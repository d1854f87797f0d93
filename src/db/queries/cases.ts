import type { CaseLine } from '../../contracts/http/cases.ts';
import type { Stage } from '../../domain/case/stages.ts';
import type { Tx } from '../pool.ts';
import { about, ask, instant, type Question } from '../questions.ts';
import { cursorOf, readCursor } from './cursor.ts';

/**
 * A case as the list shows it. From the application on: between the hand-in and its first event, some milliseconds on a
 * good day, a case has no file of its own yet, and stands at intake.
 */
const caseColumns = `
  a.case_id, a.case_number, a.programme, a.county, a.township, a.area, a.members, a.submitted_at,
  coalesce(f.stage, case a.programme when 'emergency' then 'report' else 'intake' end) as stage, f.ended_as, coalesce(f.changed_at, a.submitted_at) as changed_at,
  coalesce(f.changed_at, a.submitted_at)::text as changed
  from application a left join case_file f using (case_id)`;

export interface CasesWish {
  readonly stage?: Stage | undefined;
  readonly caseNumber?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The cases of the division, the last changed first. */
export async function readCases(
  tx: Tx,
  { stage, caseNumber, cursor, limit }: CasesWish,
): Promise<{ items: CaseLine[]; next: string | null }> {
  const after = readCursor(cursor, 2);
  const { rows } = await tx.query(
    `select * from (select ${caseColumns}) cases
     where ($1::text is null or stage = $1) and ($5::text is null or case_number = $5) and ($2::text is null or (changed_at, case_id) < ($2::timestamptz, $3::uuid))
     order by changed_at desc, case_id desc limit $4`,
    [stage ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1, caseNumber ?? null],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toLine), next: rows.length > limit && last ? cursorOf([last.changed, last.case_id]) : null };
}

/** One case; undefined where there is none or it is not to be seen from here. */
export const caseLine: Question<CaseLine | undefined> = {
  text: `select ${caseColumns} where a.case_id = $1`,
  read: ([row]) => row && toLine(row),
};

export async function readCaseLine(tx: Tx, caseId: string): Promise<CaseLine | undefined> {
  return (await ask(tx, 'case line', { line: about(caseId, caseLine) })).line;
}

/** Ended files whose time is over, the first over first. */
export async function filesToLetGo(tx: Tx): Promise<{ readonly caseNumber: string; readonly keepUntil: string }[]> {
  const { rows } = await tx.query<{ caseNumber: string; keepUntil: string }>(
    `select case_number as "caseNumber", state->>'keepUntil' as "keepUntil" from case_file
      where ended_as is not null and (state->>'keepUntil')::date < (business_now() at time zone 'Asia/Shanghai')::date
      order by state->>'keepUntil', case_number`,
  );
  return rows;
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toLine(row: any): CaseLine {
  return {
    caseId: row.case_id,
    caseNumber: row.case_number,
    programme: row.programme,
    county: row.county,
    township: row.township,
    area: row.area,
    members: row.members,
    stage: row.stage,
    endedAs: row.ended_as,
    submittedAt: instant(row.submitted_at),
    changedAt: instant(row.changed_at),
  };
}
