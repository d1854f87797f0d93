import type { Handover, HandoverLine } from '../../contracts/http/handovers.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';
import { cursorOf, readCursor } from './cursor.ts';

const columns = 'select handover_id, case_number, division, to_division, issued_at, issued_at::text as issued';

/** Families that moved, and persons helped who went home, from here to another county or from another here; the last first. */
export async function readHandovers(
  tx: Tx,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: HandoverLine[]; next: string | null }> {
  const after = readCursor(cursor, 2);
  const { rows } = await tx.query(
    `${columns} from handover where $1::text is null or (issued_at, handover_id) < ($1::timestamptz, $2)
      order by issued_at desc, handover_id desc limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toLine),
    next: rows.length > limit && last ? cursorOf([last.issued, last.handover_id]) : null,
  };
}

/**
 * One of them, opened; undefined where there is none or it concerns neither side of the asker. That its text was destroyed
 * with its file is told by the handover itself: who received it does not see that file.
 */
export async function readHandover(
  tx: Tx,
  cipher: Cipher,
  handoverId: string,
): Promise<Handover | 'destroyed' | undefined> {
  const { rows } = await tx.query(`${columns}, sealed, content_hash from handover where handover_id = $1`, [
    handoverId,
  ]);
  const row = rows[0];
  if (!row) return undefined;
  if (row.sealed === null) return 'destroyed';
  // Those of the first days do not say of which programme they are: there was one.
  const content = { programme: 'dibao', ...JSON.parse(cipher.open(row.sealed, `handover:${handoverId}`)) };
  return { ...content, ...toLine(row), contentHash: row.content_hash as string };
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toLine(row: any): HandoverLine {
  return {
    handoverId: row.handover_id,
    caseNumber: row.case_number,
    from: row.division,
    to: row.to_division,
    issuedAt: row.issued_at.toISOString(),
  };
}
