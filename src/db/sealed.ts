import type { Declaration } from '../domain/case/declaration.ts';
import type { Component } from '../domain/case/events.ts';
import type { CaseId, DivisionCode } from '../domain/case/ids.ts';
import type { ProgrammeName } from '../domain/case/programmes.ts';
import type { Tx } from './pool.ts';

/** Seals and opens what is personal; bound to the row it belongs to, so that a sealed text moved elsewhere does not open. */
export interface Cipher {
  seal(plaintext: string, boundTo: string): string;
  open(sealed: string, boundTo: string): string;
  keyedHash(value: string): string;
  /** What the journal of this case quotes of a content. */
  contentHash(content: string, caseId: string): string;
  /** The key of this case's content hashes alone, as hex. Whoever may read the contents may have it, to verify them. */
  contentKey(caseId: string): string;
}

export interface ApplicationRow {
  readonly caseNumber: string;
  readonly programme: ProgrammeName;
  readonly county: string;
  readonly township: string;
  /** Of a household; an emergency has none. */
  readonly area: 'urban' | 'rural' | null;
  readonly submittedOn: string;
  readonly submittedBy: string;
  readonly members: number;
  readonly relatives: readonly string[];
  readonly contentHash: string;
  readonly declaration: Declaration;
  /** The file the survivors go on from, and what they are owed from which month. */
  readonly predecessor?: CaseId;
  readonly inherits?: Inheritance;
  /** The case from which its people were sent on. */
  readonly referredFrom?: CaseId;
  /** The window that took it for its township. */
  readonly handedInAt?: DivisionCode;
}

export interface Inheritance {
  readonly monthFrom: string;
  readonly components: readonly Component[];
}

/** Where the application was made; read before the case has its first event. */
export async function readTownship(tx: Tx, caseId: CaseId): Promise<DivisionCode> {
  const { rows } = await tx.query<{ township: DivisionCode }>('select township from application where case_id = $1', [
    caseId,
  ]);
  if (!rows[0]) throw new Error('A case was started whose application is not stored');
  return rows[0].township;
}

/** The application behind a case, opened. */
export async function readApplication(tx: Tx, cipher: Cipher, caseId: CaseId): Promise<ApplicationRow> {
  const { rows } = await tx.query(
    `select case_number, programme, county, township, area, to_char(submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as submitted_on,
            submitted_by, members, relatives, content_hash, sealed, predecessor, inherits, referred_from, handed_in_at
     from application where case_id = $1`,
    [caseId],
  );
  const row = rows[0];
  if (!row) throw new Error('A case was started whose application is not stored');
  return {
    caseNumber: row.case_number,
    programme: row.programme,
    county: row.county,
    township: row.township,
    area: row.area,
    submittedOn: row.submitted_on,
    submittedBy: row.submitted_by,
    members: row.members,
    relatives: row.relatives,
    contentHash: row.content_hash,
    declaration: JSON.parse(cipher.open(row.sealed, `application:${caseId}`)),
    ...(row.predecessor ? { predecessor: row.predecessor, inherits: row.inherits } : {}),
    ...(row.referred_from ? { referredFrom: row.referred_from } : {}),
    ...(row.handed_in_at ? { handedInAt: row.handed_in_at } : {}),
  };
}

/** The content of a decision as it was given, opened. */
export async function readDecisionContent(tx: Tx, cipher: Cipher, commandId: string): Promise<Record<string, unknown>> {
  const { rows } = await tx.query<{ sealed: string | null }>('select sealed from command where command_id = $1', [
    commandId,
  ]);
  const sealed = rows[0]?.sealed;
  return sealed ? JSON.parse(cipher.open(sealed, `command:${commandId}`)) : {};
}

/** The newest decision of each task of a kind in this case, opened; in the order of the decisions. */
export async function readDecisionsOf(tx: Tx, cipher: Cipher, caseId: CaseId, kinds: readonly string[]) {
  const { rows } = await tx.query<{
    decision_id: string;
    kind: string;
    outcome: string;
    command_id: string;
    sealed: string | null;
  }>(
    `select d.decision_id, d.kind, d.outcome, d.command_id, c.sealed
     from decision d join command c using (command_id)
     where d.case_id = $1 and d.kind = any($2) order by d.at, d.decision_id`,
    [caseId, kinds],
  );
  return rows.map((row) => ({
    taskId: row.decision_id,
    kind: row.kind,
    outcome: row.outcome,
    commandId: row.command_id,
    content: (row.sealed ? JSON.parse(cipher.open(row.sealed, `command:${row.command_id}`)) : {}) as Record<
      string,
      unknown
    >,
  }));
}
