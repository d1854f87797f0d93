import type { Reading } from '../../contracts/http/readings.ts';
import type { Pool, Tx } from '../pool.ts';
import { cursorOf, readCursor } from './cursor.ts';

type Noted = Omit<Reading, 'at'>;

/**
 * Notes that personal data was read; resolves once the note is committed. Those that come while others are being written go
 * together in the next statement: a commit for each costs the database half of what a case page does.
 */
export function readingNotes(pool: Pool): (reading: Noted) => Promise<void> {
  let gathered: Noted[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  async function writeGathered(): Promise<void> {
    await last.catch(() => {}); // whoever waits for those is told
    const these = gathered;
    gathered = [];
    next = undefined;
    last = writeNotes(pool, these);
    return last;
  }

  return (reading) => {
    gathered.push(reading);
    next ??= writeGathered();
    return next;
  };
}

async function writeNotes(pool: Pool, readings: readonly Noted[]): Promise<void> {
  await pool.query({
    name: 'note readings',
    text: `insert into reading (officer, roles, division, route, case_id, subject, purpose, stated)
           select officer, roles, division, route, "caseId", subject, purpose, stated
             from jsonb_to_recordset($1) as noted (officer text, roles text[], division text, route text, "caseId" uuid,
                                                   subject text, purpose text, stated boolean)`,
    values: [JSON.stringify(readings)],
  });
}

export interface ReadingsWish {
  readonly case?: string | undefined;
  readonly officer?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Who read what of the division's cases, and what the division's own people read; newest first. */
export async function readReadings(
  tx: Tx,
  { case: caseId, officer, cursor, limit }: ReadingsWish,
): Promise<{ items: Reading[]; next: string | null }> {
  const { rows } = await tx.query(
    `select * from reading
      where ($1::uuid is null or case_id = $1) and ($2::text is null or officer = $2)
        and ($3::bigint is null or reading_id < $3)
      order by reading_id desc limit $4`,
    [caseId ?? null, officer ?? null, readCursor(cursor, 1)?.[0] ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      at: row.at.toISOString(),
      officer: row.officer,
      roles: row.roles,
      division: row.division,
      route: row.route,
      caseId: row.case_id,
      subject: row.subject,
      purpose: row.purpose,
      stated: row.stated,
    })),
    next: rows.length > limit && last ? cursorOf([String(last.reading_id)]) : null,
  };
}
