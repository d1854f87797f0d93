import { randomUUID } from 'node:crypto';
import { claimants } from '../../domain/application.ts';
import type { Declaration } from '../../domain/case/declaration.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { type ProgrammeName, programmes } from '../../domain/case/programmes.ts';
import { addBankAccount } from '../bankAccounts.ts';
import { canonical } from '../case/journal.ts';
import { keepPersons } from '../case/persons.ts';
import { type Tx, together } from '../pool.ts';
import { about, ask, type Question } from '../questions.ts';
import type { Cipher, Inheritance } from '../sealed.ts';

export interface ApplicationReceipt {
  readonly caseId: string;
  readonly caseNumber: string;
}

/** The next number of the year in a county, such as DD-420582-2026-000001. Numbers of applications that failed are left out. */
export async function nextCaseNumber(
  tx: Tx,
  county: string,
  year: string,
  programme: ProgrammeName = 'dibao',
): Promise<string> {
  const { rows } = await tx.query<{ nth: number }>({
    name: 'next case number',
    text: `select nextval('case_number') as nth`,
  });
  return `${programmes[programme].prefix}-${county.slice(0, 6)}-${year}-${String(rows[0]!.nth).padStart(6, '0')}`;
}

export interface LiveClaim {
  readonly idNumberHash: string;
  readonly county: string;
  readonly state: 'open' | 'benefit';
}

/** Who of these persons has an open application or a benefit anywhere in the country's database. */
export async function liveClaims(tx: Tx, idNumberHashes: readonly string[]): Promise<LiveClaim[]> {
  const { rows } = await tx.query({
    name: 'live claims',
    text: 'select id_number_hash, county, state from live_claims($1)',
    values: [idNumberHashes],
  });
  return rows.map((row) => ({ idNumberHash: row.id_number_hash, county: row.county, state: row.state }));
}

/** What a case is about. */
export async function readProgramme(tx: Tx, caseId: CaseId): Promise<ProgrammeName> {
  const { rows } = await tx.query<{ programme: ProgrammeName }>(
    'select programme from application where case_id = $1',
    [caseId],
  );
  if (!rows[0]) throw new Error('A case was started whose application is not stored');
  return rows[0].programme;
}

/** Whether there is such a township, by the list of divisions. */
export const township: Question<boolean> = {
  text: `select 1 from division where code = $1 and level = 'township'`,
  read: (rows) => rows.length === 1,
};

export async function isTownship(tx: Tx, code: string): Promise<boolean> {
  return (await ask(tx, 'township', { isKnown: about(code, township) })).isKnown;
}

export interface NewApplication {
  readonly caseId: CaseId;
  readonly caseNumber: string;
  readonly submittedBy: string;
  readonly declaration: Declaration;
  /** Survivors go on from an older file (停旧建新). */
  readonly goesOn?: { readonly from: CaseId; readonly inherits: Inheritance };
  /** The case from which its people were sent on. */
  readonly referredFrom?: CaseId;
  /** The window that took it for its township. */
  readonly handedInAt?: string;
}

/**
 * Stores a whole application: the declaration sealed, each person by keyed hash, the claims of those it is for, the
 * account. A person who has a live claim elsewhere makes it fail with 23505 on one_live_claim_per_person.
 */
export async function storeApplication(
  tx: Tx,
  cipher: Cipher,
  { caseId, caseNumber, submittedBy, declaration, goesOn, referredFrom, handedInAt }: NewApplication,
): Promise<void> {
  const { programme, township, village, area, members, relativesOfStaff, account } = declaration;
  const county = `${township.slice(0, 6)}000000`;
  const application = tx.query({
    name: 'file an application',
    text: `insert into application (case_id, case_number, programme, county, township, area, submitted_at, submitted_by, sealed, content_hash, members, relatives, predecessor, inherits, village, referred_from, handed_in_at)
     values ($1, $2, $3, $4, $5, $6, business_now(), $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    values: [
      caseId,
      caseNumber,
      programme,
      county,
      township,
      area,
      submittedBy,
      cipher.seal(JSON.stringify(declaration), `application:${caseId}`),
      cipher.contentHash(canonical(declaration), caseId),
      members.length,
      [...new Set(relativesOfStaff.map(({ officer }) => officer))],
      goesOn?.from ?? null,
      goesOn?.inherits ?? null,
      village ?? null,
      referredFrom ?? null,
      handedInAt ?? null,
    ],
  });
  await together([
    application,
    keepPersons(tx, cipher, { caseId, township }, members),
    programme === 'dibao' && claim(tx, cipher, caseId, declaration),
    account &&
      addBankAccount(tx, cipher, {
        accountId: randomUUID(),
        caseId,
        division: township,
        setBy: submittedBy,
        account,
      }),
  ]);
}

/** Nobody has two benefits, or two applications for one; help in need may come beside a benefit. */
async function claim(tx: Tx, cipher: Cipher, caseId: CaseId, declaration: Declaration): Promise<void> {
  // In one order for all, so that two applications that share persons wait for each other and never deadlock.
  const hashes = claimants(declaration)
    .map(({ idNumber }) => cipher.keyedHash(idNumber))
    .sort();
  await tx.query({
    name: 'claim persons',
    text: `insert into person_claim (id_number_hash, case_id, division, state)
     select hash, $2, $3, 'open' from unnest($1::text[]) with ordinality as claimed (hash, nth) order by nth`,
    values: [hashes, caseId, declaration.township],
  });
}

/** The receipt of an application command: what its key answers from now on. */
export async function writeApplicationReceipt(tx: Tx, commandId: string, receipt: ApplicationReceipt): Promise<void> {
  await tx.query({
    name: 'receipt of an application',
    text: 'update command set receipt = $2 where command_id = $1',
    values: [commandId, receipt],
  });
}
