import type { Tx } from '../pool.ts';

export interface StoredNotice {
  readonly noticeId: string;
  readonly caseId: string;
  readonly division: string;
  readonly kind: string;
  readonly issuedAt: string;
  readonly isPublic: boolean;
  readonly sealed: string;
  readonly contentHash: string;
}

export async function storeNotice(tx: Tx, notice: StoredNotice): Promise<void> {
  const { noticeId, caseId, division, kind, issuedAt, isPublic, sealed, contentHash } = notice;
  await tx.query(
    `insert into notice (notice_id, case_id, division, kind, issued_at, public, sealed, content_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [noticeId, caseId, division, kind, issuedAt, isPublic, sealed, contentHash],
  );
}
