import { randomUUID } from 'node:crypto';
import { readBusinessClock } from '../db/businessClock.ts';
import { storeReport } from '../db/emergency/reports.ts';
import { storeCommand } from '../db/inbox/commands.ts';
import { inDivision, type Tx } from '../db/pool.ts';
import {
  type ApplicationReceipt,
  isTownship,
  nextCaseNumber,
  writeApplicationReceipt,
} from '../db/queries/applications.ts';
import { countyOf } from '../domain/authority.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { CaseId, DivisionCode } from '../domain/case/ids.ts';
import type { EmergencyReport } from '../domain/emergency/report.ts';
import { parseIdNumber } from '../domain/idNumber.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { missingPolicy } from '../domain/policyCompleteness.ts';
import { policyKeys } from '../domain/policyKeys.ts';
import type { Actor } from './auth/actor.ts';
import type { ApiDeps } from './deps.ts';
import { type Refusal, Refused } from './refused.ts';

export interface ReportSubmission {
  readonly actor: Actor;
  readonly key: string;
  readonly bodyHash: string;
  readonly report: EmergencyReport;
}

type Reported = Outcome<ApplicationReceipt & { readonly isNew: boolean }, Refusal>;

/**
 * Takes a report of an emergency from anybody of the county, for whichever of its townships: the place of the event
 * decides who is responsible. One transaction, then its workflow is started; the relay makes up for a lost start.
 */
export async function submitReport(deps: ApiDeps, submission: ReportSubmission): Promise<Reported> {
  const { actor, key, bodyHash, report } = submission;
  const county = countyOf(report.township);
  if (county !== countyOf(actor.division as DivisionCode)) return refuse({ code: 'wrongDivision' });
  const caseId = randomUUID() as string as CaseId;
  try {
    return await inDivision(deps.pool, `${county}000000`, async (tx) => {
      const { command, isNew } = await storeCommand(tx, {
        commandId: randomUUID(),
        actor: actor.officer,
        key,
        bodyHash,
        kind: 'reportEmergency',
        caseId,
        taskId: undefined,
        division: actor.division,
        payload: {},
        sealed: undefined,
        contentHash: bodyHash,
      });
      if (command.bodyHash !== bodyHash) throw new Refused({ code: 'idempotencyKeyReused' });
      if (!isNew) return ok({ ...(command.receipt as unknown as ApplicationReceipt), isNew });
      const { now } = await readBusinessClock(tx);
      const refused = await refusalOfReport(tx, deps, submission, now);
      if (refused) throw new Refused(refused);
      const year = businessDateOf(now).slice(0, 4);
      const receipt = { caseId, caseNumber: await nextCaseNumber(tx, report.township, year, 'emergency') };
      await storeReport(tx, deps.cipher, { ...receipt, submittedBy: actor.officer, report: withNumberRead(report) });
      await writeApplicationReceipt(tx, command.commandId, receipt);
      return ok({ ...receipt, isNew });
    });
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

async function refusalOfReport(
  tx: Tx,
  deps: ApiDeps,
  { actor, report }: ReportSubmission,
  now: number,
): Promise<Refusal | undefined> {
  if (!(await isTownship(tx, report.township))) return { code: 'unknownDivision' };
  if (report.relativesOfStaff.includes(actor.officer)) return { code: 'officerIsRelative' };
  const { book } = await deps.policy.read(tx);
  const unset = missingPolicy(book, report.township, businessDateOf(now));
  if (unset.length > 0)
    return { code: 'townshipWithoutPolicy', errors: unset.map((at) => ({ at, message: policyKeys[at].zh })) };
  if (Date.parse(report.happenedAt) > now) return { code: 'dateInFuture' };
  const { idNumber } = report.person;
  return idNumber !== undefined && !parseIdNumber(idNumber).ok ? { code: 'idNumberInvalid' } : undefined;
}

/** The ID number as it is compared everywhere: eighteen characters, the old form written anew. */
function withNumberRead(report: EmergencyReport): EmergencyReport {
  const { idNumber } = report.person;
  const parsed = idNumber === undefined ? undefined : parseIdNumber(idNumber);
  return parsed?.ok ? { ...report, person: { ...report.person, idNumber: parsed.value } } : report;
}
