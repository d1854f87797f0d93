import type { RefusedRow } from '../../contracts/registers.ts';
import type { MatchKind } from '../../domain/case/matches.ts';
import type { Tx } from '../pool.ts';

/** A row that can be taken, its ID number as a keyed hash. */
export interface HashedRow {
  readonly rowId: string;
  readonly kind: MatchKind;
  readonly idNumberHash: string;
  readonly on: string;
  readonly reference: string;
}

/** A member of a family in benefit, or applying, of whom a register says something new. */
export interface Match {
  readonly flagId: number;
  readonly caseId: string;
  readonly division: string;
  readonly kind: MatchKind;
  readonly on: string;
  readonly memberNo: number;
}

/** Remembers a batch; where its id was there before, the hash of what it held then. */
export async function rememberBatch(
  tx: Tx,
  batch: {
    readonly batchId: string;
    readonly contentHash: string;
    readonly rows: number;
    readonly refused: readonly RefusedRow[];
  },
): Promise<{ readonly knownAs?: string }> {
  const { rowCount } = await tx.query(
    `insert into register_batch (batch_id, content_hash, received_at, rows, refused)
     values ($1, $2, business_now(), $3, $4) on conflict do nothing`,
    [batch.batchId, batch.contentHash, batch.rows, JSON.stringify(batch.refused)],
  );
  if (rowCount === 1) return {};
  const { rows } = await tx.query('select content_hash from register_batch where batch_id = $1', [batch.batchId]);
  return { knownAs: rows[0].content_hash };
}

/**
 * Matches the rows with the persons of all families in benefit or applying and keeps a flag for each match not known before: one
 * statement, however many rows. Of a row that matches nobody nothing is kept.
 */
export async function flagMatches(
  tx: Tx,
  batchId: string,
  rows: readonly HashedRow[],
): Promise<{ readonly matched: number; readonly fresh: readonly Match[] }> {
  const found = await tx.query<{ matched: number; fresh: Match[] }>(
    `with said as (
       select * from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::text[])
                     as s(row_id, flag, id_number_hash, since, reference)
     ), matched as (
       select said.*, c.case_id, c.division, p.member_no
         from said
         join person_claim c on c.id_number_hash = said.id_number_hash and c.state <> 'ended'
        cross join lateral (select member_no from person
                             where case_id = c.case_id and id_number_hash = c.id_number_hash
                             order by member_no desc limit 1) p
     ), fresh as (
       insert into person_flag (case_id, division, member_no, flag, since, batch_id, row_id, reference, reported_at)
       select case_id, division, member_no, flag, since, $1, row_id, reference, business_now()
         from matched order by flag, row_id
       on conflict do nothing
       returning flag_id, case_id, division, flag, since, member_no
     ), counted as (
       update register_batch set matched = (select count(*) from matched), fresh = (select count(*) from fresh)
        where batch_id = $1 returning matched
     )
     select counted.matched,
            coalesce((select jsonb_agg(jsonb_build_object('flagId', flag_id, 'caseId', case_id, 'division', division,
                                                          'kind', flag, 'on', since, 'memberNo', member_no) order by flag_id)
                        from fresh), '[]') as fresh
       from counted`,
    [
      batchId,
      rows.map(({ rowId }) => rowId),
      rows.map(({ kind }) => kind),
      rows.map(({ idNumberHash }) => idNumberHash),
      rows.map(({ on }) => on),
      rows.map(({ reference }) => reference),
    ],
  );
  return found.rows[0]!;
}
