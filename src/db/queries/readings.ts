import type { Reading } from '../../contracts/http/readings.ts';
import type { Pool, Tx } from '../pool.ts';
import { cursorOf, readCursor } from './cursor.ts';

/** Notes that personal data was read: one statement, for it is part of every such answer. */
export async function noteReading(pool: Pool, reading: Omit<Reading, 'at'>): Promise<void> {
  const { officer, roles, division, route, caseId, subject, purpose, stated } = reading;
  await pool.query({
    name: 'note a reading',
    text: `insert into reading (officer, roles, division, route, case_id, subject, purpose, stated)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [officer, roles, division, route, caseId, subject, purpose, stated],
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
