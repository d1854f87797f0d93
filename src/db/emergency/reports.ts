import type { CaseId } from '../../domain/case/ids.ts';
import type { EmergencyReport, PersonInNeed } from '../../domain/emergency/report.ts';
import { keepAidPerson } from '../aid/earlier.ts';
import { canonical } from '../case/journal.ts';
import { type Tx, together } from '../pool.ts';
import { about, ask, type Question } from '../questions.ts';
import { type Cipher, readDecisionsOf } from '../sealed.ts';

/** Files a report: sealed as a whole, the place and the number of persons in clear. Its workflow is started with the case id alone. */
export async function storeReport(
  tx: Tx,
  cipher: Cipher,
  filed: {
    readonly caseId: CaseId;
    readonly caseNumber: string;
    readonly submittedBy: string;
    readonly report: EmergencyReport;
    /** The case from which they were sent on. */
    readonly referredFrom?: CaseId;
  },
): Promise<void> {
  const { caseId, caseNumber, submittedBy, report, referredFrom } = filed;
  const filing = tx.query(
    `insert into application (case_id, case_number, programme, county, township, submitted_at, submitted_by, sealed, content_hash, members, relatives, referred_from)
     values ($1, $2, 'emergency', $3, $4, business_now(), $5, $6, $7, $8, $9, $10)`,
    [
      caseId,
      caseNumber,
      `${report.township.slice(0, 6)}000000`,
      report.township,
      submittedBy,
      cipher.seal(JSON.stringify(report), `application:${caseId}`),
      cipher.contentHash(canonical(report), caseId),
      report.persons,
      [...new Set(report.relativesOfStaff)],
      referredFrom ?? null,
    ],
  );
  const { idNumber } = report.person;
  const known = idNumber && keepAidPerson(tx, cipher, { caseId, township: report.township }, idNumber);
  await together([filing, known]);
}

/** The report behind an emergency, opened. */
export const emergencyReport = (cipher: Cipher): Question<EmergencyReport | undefined> => ({
  text: 'select case_id, sealed from application where case_id = $1',
  read: ([row]) => row && JSON.parse(cipher.open(row.sealed, `application:${row.case_id}`)),
});

export async function readReport(tx: Tx, cipher: Cipher, caseId: CaseId): Promise<EmergencyReport> {
  const { report } = await ask(tx, 'emergency report', { report: about(caseId, emergencyReport(cipher)) });
  if (!report) throw new Error('An emergency was started whose report is not stored');
  return report;
}

/** Decisions that name who is in need: a correction does once it is approved. */
const naming = ['completePapers', 'registerIdentity', 'correctIdentity', 'confirmCorrection'];

/** Who is in need, as known by now: as established or corrected, as the papers say it, or as it was reported. */
export async function personInNeed(tx: Tx, cipher: Cipher, caseId: CaseId): Promise<PersonInNeed> {
  const { person: reported } = await readReport(tx, cipher, caseId);
  const told = await readDecisionsOf(tx, cipher, caseId, naming);
  let known: unknown;
  let proposed: unknown;
  for (const { kind, outcome, content } of told) {
    if (kind === 'correctIdentity') proposed = content.person;
    else if (kind !== 'confirmCorrection') known = content.person ?? known;
    else if (outcome === 'approved') known = proposed;
  }
  return { ...reported, ...(known as PersonInNeed | undefined) };
}

/** The emergency of that number, as far as it is to be seen from here. */
export async function findEmergency(
  tx: Tx,
  caseNumber: string,
): Promise<{ readonly caseId: CaseId; readonly township: string } | undefined> {
  const { rows } = await tx.query<{ case_id: CaseId; township: string }>(
    `select case_id, township from application where case_number = $1 and programme = 'emergency'`,
    [caseNumber],
  );
  return rows[0] && { caseId: rows[0].case_id, township: rows[0].township };
}
