import { createHash, randomUUID } from 'node:crypto';
import type { RunId } from '../../domain/payments/run.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** A file that goes to the bank or to the county's own file. */
export interface OutgoingFile {
  readonly kind: 'pain.001' | 'roster';
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface StoredFile {
  readonly fileId: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Stores a file of a run, whole and sealed; one of a kind per run. */
export async function storeOutgoing(
  tx: Tx,
  cipher: Cipher,
  runId: RunId,
  { kind, name, bytes }: OutgoingFile,
): Promise<{ name: string; sha256: string }> {
  const fileId = randomUUID();
  const sha256 = sha256Of(bytes);
  await tx.query(
    `insert into bank_file (file_id, county, disbursement_id, direction, kind, name, sha256, size_bytes, sealed, stored_at)
     select $1, county, disbursement_id, 'out', $3, $4, $5, $6, $7, business_now() from disbursement where disbursement_id = $2`,
    [fileId, runId, kind, name, sha256, bytes.byteLength, sealed(cipher, fileId, bytes)],
  );
  return { name, sha256 };
}

/** A run's own file, opened; its bytes are checked against the stored hash. Undefined where it is not made yet. */
export async function readOutgoing(
  tx: Tx,
  cipher: Cipher,
  runId: RunId,
  kind: OutgoingFile['kind'],
): Promise<StoredFile | undefined> {
  const { rows } = await tx.query(
    `select file_id, name, sha256, sealed from bank_file where disbursement_id = $1 and direction = 'out' and kind = $2`,
    [runId, kind],
  );
  return rows[0] && openedFile(cipher, rows[0]);
}

/**
 * Stores what the bank sent, once: the same bytes, under whatever name, are already there.
 * @param runId the run it answers, where it could be read that far
 */
export async function storeIncoming(
  tx: Tx,
  cipher: Cipher,
  runId: RunId | undefined,
  name: string,
  bytes: Uint8Array,
): Promise<{ fileId: string; isNew: boolean }> {
  const fileId = randomUUID();
  const { rowCount } = await tx.query(
    `insert into bank_file (file_id, county, disbursement_id, direction, kind, name, sha256, size_bytes, sealed, stored_at)
     values ($1, (select county from disbursement where disbursement_id = $2), (select disbursement_id from disbursement where disbursement_id = $2),
             'in', 'pain.002', $3, $4, $5, $6, business_now())
     on conflict do nothing`,
    [fileId, runId ?? null, name, sha256Of(bytes), bytes.byteLength, sealed(cipher, fileId, bytes)],
  );
  return { fileId, isNew: rowCount === 1 };
}

/** Files for a run that came in and are not posted, oldest first, opened. */
export async function unpostedFiles(tx: Tx, cipher: Cipher, runId: RunId): Promise<StoredFile[]> {
  const { rows } = await tx.query(
    `select file_id, name, sha256, sealed from bank_file
      where disbursement_id = $1 and direction = 'in' and settled_at is null order by stored_at, file_id`,
    [runId],
  );
  return rows.map((row) => openedFile(cipher, row));
}

/** Of files the bank was given, the names of those of which no run's journal says that it handed them over. */
export async function notHandedOver(
  tx: Tx,
  given: readonly { readonly name: string; readonly sha256: string }[],
): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select g.name from jsonb_to_recordset($1) as g(name text, sha256 text)
      where not exists (select from disbursement_event e where e.type = 'handedOver' and e.data->>'name' = g.name and e.data->>'sha256' = g.sha256)
      order by g.name`,
    [JSON.stringify(given)],
  );
  return rows.map(({ name }) => name);
}

/** Runs with a report that came in more than `seconds` ago and is not posted yet. */
export async function runsWithUnpostedFiles(tx: Tx, seconds: number): Promise<RunId[]> {
  const { rows } = await tx.query<{ disbursement_id: RunId }>(
    `select distinct disbursement_id from bank_file
      where direction = 'in' and settled_at is null and disbursement_id is not null and stored_at < business_now() - make_interval(secs => $1)`,
    [seconds],
  );
  return rows.map((row) => row.disbursement_id);
}

export async function settleFile(tx: Tx, fileId: string): Promise<void> {
  await tx.query('update bank_file set settled_at = business_now() where file_id = $1', [fileId]);
}

function openedFile(
  cipher: Cipher,
  row: { file_id: string; name: string; sha256: string; sealed: string },
): StoredFile {
  const bytes = Buffer.from(cipher.open(row.sealed, `bank_file:${row.file_id}`), 'base64');
  if (sha256Of(bytes) !== row.sha256) throw new Error('A stored bank file does not have its hash any more');
  return { fileId: row.file_id, name: row.name, sha256: row.sha256, bytes };
}

function sealed(cipher: Cipher, fileId: string, bytes: Uint8Array): string {
  return cipher.seal(Buffer.from(bytes).toString('base64'), `bank_file:${fileId}`);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
