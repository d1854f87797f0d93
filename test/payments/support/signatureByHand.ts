import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { dangyang } from './households.ts';

/** A signature under a run, put where the workflow would put it. */
export async function signatureByHand(sql: pg.Client, runId: string, nth: number, totalFen: number): Promise<void> {
  const [commandId, officer] = [randomUUID(), `finance-${nth}`];
  await sql.query(
    `insert into command (command_id, actor, key, body_hash, kind, division, content_hash, created_at, receipt)
     values ($1, $2, $1::uuid::text, 'h', 'signDisbursement', $3, 'h', business_now(), '{}')`,
    [commandId, officer, dangyang],
  );
  await sql.query(
    `insert into disbursement_signature (disbursement_id, county, nth, officer, role, division, total_fen, command_id, at)
     values ($1, $2, $3, $4, 'finance_officer', $2, $5, $6, business_now())`,
    [runId, dangyang, nth, officer, totalFen, commandId],
  );
}
