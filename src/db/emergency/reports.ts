import type { CaseId } from '../../domain/case/ids.ts';
import type { EmergencyReport } from '../../domain/emergency/report.ts';
import { keepAidPerson } from '../aid/earlier.ts';
import { canonical } from '../case/journal.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** Files a report: sealed as a whole, the place and the number of persons in clear. Its workflow is started with the case id alone. */
export async function storeReport(
  tx: Tx,
  cipher: Cipher,
  filed: {
    readonly caseId: CaseId;
    readonly caseNumber: string;
    readonly submittedBy: string;
    readonly report: EmergencyReport;
  },
): Promise<void> {
  const { caseId, caseNumber, submittedBy, report } = filed;
  await tx.query(
    `insert into application (case_id, case_number, programme, county, township, submitted_at, submitted_by, sealed, content_hash, members, relatives)
     values ($1, $2, 'emergency', $3, $4, business_now(), $5, $6, $7, $8, $9)`,
    [
      caseId,
      caseNumber,
      `${report.township.slice(0, 6)}000000`,
      report.township,
      submittedBy,
      cipher.seal(JSON.stringify(report), `application:${caseId}`),
      cipher.keyedHash(canonical(report)),
      report.persons,
      [...new Set(report.relativesOfStaff)],
    ],
  );
  const { idNumber } = report.person;
  if (idNumber !== undefined) await keepAidPerson(tx, cipher, { caseId, township: report.township }, idNumber);
}

/** The report behind an emergency, opened. */
export async function readReport(tx: Tx, cipher: Cipher, caseId: CaseId): Promise<EmergencyReport> {
  const { rows } = await tx.query<{ sealed: string }>('select sealed from application where case_id = $1', [caseId]);
  if (!rows[0]) throw new Error('An emergency was started whose report is not stored');
  return JSON.parse(cipher.open(rows[0].sealed, `application:${caseId}`));
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
