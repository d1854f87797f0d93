import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type {
  CaseDetails,
  Clock,
  decisionRecordSchema,
  documentSchema,
  noticeSchema,
} from '../../contracts/http/cases.ts';
import { type ClockKindName, clockKinds } from '../../domain/case/clockKinds.ts';
import type { NoticeKind } from '../../domain/case/events.ts';
import { noticeNames } from '../../domain/case/names.ts';
import { type TaskKindName, taskKinds } from '../../domain/case/taskKinds.ts';
import type { Tx } from '../pool.ts';
import { instant, instantOrNull, type Question } from '../questions.ts';
import type { Cipher } from '../sealed.ts';

/** A period as it stands `now`, ms of business time. */
export type ClockNow = Omit<Clock, 'left'> & { readonly now: number };

/** The periods of a case, the first begun first. */
export const clocksNow: Question<ClockNow[]> = {
  text: `select clock_id, kind, status, started_at, due_on, due_at, warned_at, passed_at, stopped_at, ground, policy_level,
            limit_days, limit_unit, calendar, provisional, (extract(epoch from business_now()) * 1000)::bigint as now,
            case when status in ('stopped', 'paused') then null
                    when passed_at is not null or due_at <= business_now() then 'red'
                    when warned_at is not null or warn_at <= business_now() then 'yellow'
                    else 'green' end as colour
     from clock where case_id = $1 order by started_at, clock_id`,
  read: (rows) =>
    rows.map((row) => {
      const { zh, article } = clockKinds[row.kind as ClockKindName];
      return {
        now: row.now,
        clockId: row.clock_id,
        kind: row.kind,
        title: zh,
        article,
        status: row.status,
        colour: row.colour,
        startedAt: instant(row.started_at),
        dueOn: row.due_on,
        dueAt: instant(row.due_at),
        warnedAt: instantOrNull(row.warned_at),
        passedAt: instantOrNull(row.passed_at),
        stoppedAt: instantOrNull(row.stopped_at),
        ground: row.ground,
        level: row.policy_level,
        limit: { length: row.limit_days, unit: row.limit_unit },
        calendar: row.calendar,
        provisional: row.provisional,
      };
    }),
};

export const expectedFacts: Question<CaseDetails['expected']> = {
  text: 'select name, since from expected_fact where case_id = $1 order by fact_key',
  read: (rows) => rows.map((row) => ({ name: row.name, since: instant(row.since) })),
};

export const entitlements: Question<CaseDetails['entitlements']> = {
  text: 'select component, month_from, month_to, fen_per_month, certificate from entitlement where case_id = $1 and superseded_at is null order by month_from, component',
  read: (rows) =>
    rows.map((row) => ({
      component: row.component,
      monthFrom: row.month_from.slice(0, 7),
      monthTo: row.month_to?.slice(0, 7) ?? null,
      fenPerMonth: row.fen_per_month,
      certificate: row.certificate,
    })),
};

/** Name and ID number of the applicant, opened. */
export const applicant = (cipher: Cipher): Question<{ name: string; idNumber: string } | undefined> => ({
  text: 'select person_id, sealed from person where case_id = $1 and is_applicant',
  read: ([row]) => row && JSON.parse(cipher.open(row.sealed, `person:${row.person_id}`)),
});

/** All decisions in order; the content opened for those who may read it and where its command is of their division. */
export async function readDecisions(
  tx: Tx,
  cipher: Cipher | undefined,
  caseId: string,
): Promise<z.output<typeof decisionRecordSchema>[]> {
  const { rows } = await tx.query(
    `select d.*, c.sealed from decision d left join command c using (command_id) where d.case_id = $1 order by d.at, d.decision_id`,
    [caseId],
  );
  return rows.map((row) => ({
    decisionId: row.decision_id,
    kind: row.kind,
    title: taskKinds[row.kind as TaskKindName].zh,
    outcome: row.outcome,
    officer: row.officer,
    role: row.role,
    division: row.officer_division,
    at: instant(row.at),
    article: row.article,
    particulars: row.particulars,
    commandId: row.command_id,
    contentHash: row.content_hash,
    content: cipher && row.sealed ? JSON.parse(cipher.open(row.sealed, `command:${row.command_id}`)) : null,
  }));
}

/** The newest assessment of a case, or the named one, as stored: sealed. */
export async function readAssessmentRow(tx: Tx, caseId: string) {
  const { rows } = await tx.query<{ assessment_id: string; at: Date; sealed: string; content_hash: string }>(
    'select assessment_id, at, sealed, content_hash from assessment where case_id = $1 order by at desc, assessment_id desc limit 1',
    [caseId],
  );
  return rows[0];
}

export async function readNotices(tx: Tx, caseId: string): Promise<z.output<typeof noticeSchema>[]> {
  const { rows } = await tx.query(
    'select notice_id, kind, issued_at, public, content_hash from notice where case_id = $1 order by issued_at, notice_id',
    [caseId],
  );
  return rows.map((row) => ({
    noticeId: row.notice_id,
    kind: row.kind,
    title: noticeNames[row.kind as NoticeKind],
    issuedAt: instant(row.issued_at),
    public: row.public,
    contentHash: row.content_hash,
  }));
}

/** The text of a letter as issued. */
export async function readNoticeText(
  tx: Tx,
  cipher: Cipher,
  caseId: string,
  noticeId: string,
): Promise<string | undefined> {
  const { rows } = await tx.query('select sealed from notice where case_id = $1 and notice_id = $2', [
    caseId,
    noticeId,
  ]);
  return rows[0] && cipher.open(rows[0].sealed, `notice:${noticeId}`);
}

export interface NewDocument {
  readonly documentId: string;
  readonly caseId: string;
  readonly division: string;
  readonly code: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly name: string;
  readonly addedBy: string;
}

/** Notes an attachment whose bytes are in the store already; of one case one after another, so that they have an order. */
export async function addDocument(tx: Tx, cipher: Cipher, document: NewDocument): Promise<void> {
  const { documentId, caseId, division, code, sha256, sizeBytes, contentType, name, addedBy } = document;
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('documents:' || $1, 0))`, [caseId]);
  await tx.query(
    `insert into document (document_id, case_id, division, code, sha256, size_bytes, content_type, sealed_name, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, business_now(), $9)`,
    [
      documentId,
      caseId,
      division,
      code,
      sha256,
      sizeBytes,
      contentType,
      cipher.seal(name, `document:${documentId}`),
      addedBy,
    ],
  );
}

/** The attachments of a case are those of the one opened from it, too: the same content, under the names they had. */
export async function copyDocuments(
  tx: Tx,
  cipher: Cipher,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const { rows } = await tx.query('select * from document where case_id = $1 order by added_at, document_id', [from]);
  for (const row of rows)
    await addDocument(tx, cipher, {
      documentId: randomUUID(),
      caseId: to,
      division: row.division,
      code: row.code,
      sha256: row.sha256,
      sizeBytes: Number(row.size_bytes),
      contentType: row.content_type,
      name: cipher.open(row.sealed_name, `document:${row.document_id}`),
      addedBy: row.added_by,
    });
}

/** The attachments of a case; their names, which may hold a person's, only for those who may read them. */
export async function readDocuments(
  tx: Tx,
  cipher: Cipher | undefined,
  caseId: string,
): Promise<z.output<typeof documentSchema>[]> {
  const { rows } = await tx.query('select * from document where case_id = $1 order by added_at, document_id', [caseId]);
  return rows.map((row) => ({
    documentId: row.document_id,
    code: row.code,
    name: cipher && row.sealed_name ? cipher.open(row.sealed_name, `document:${row.document_id}`) : null,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    contentType: row.content_type,
    addedAt: instant(row.added_at),
    addedBy: row.added_by,
  }));
}

/** Those of these attachments that belong to the case. */
export async function documentsOf(
  tx: Tx,
  caseId: string,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ document_id: string }>(
    'select document_id from document where case_id = $1 and document_id = any($2::uuid[])',
    [caseId, documentIds],
  );
  return new Set(rows.map(({ document_id }) => document_id));
}

export interface TimelineRow {
  readonly at: string;
  readonly seq: number | null;
  readonly type: string;
  readonly actor: string;
  readonly data: Record<string, unknown>;
}

/** Journal and payments of a case together, in the order they happened. */
export async function readTimeline(tx: Tx, caseId: string): Promise<TimelineRow[]> {
  const { rows } = await tx.query(
    'select at, seq, type, actor, data from case_timeline where case_id = $1 order by at, seq nulls last',
    [caseId],
  );
  return rows.map((row) => ({ at: instant(row.at), seq: row.seq, type: row.type, actor: row.actor, data: row.data }));
}
