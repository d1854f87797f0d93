import { randomUUID } from 'node:crypto';
import { storeReport } from '../db/emergency/reports.ts';
import { storeCommand } from '../db/inbox/commands.ts';
import { lookThenWriteIn, together } from '../db/pool.ts';
import { type ApplicationReceipt, nextCaseNumber, writeApplicationReceipt } from '../db/queries/applications.ts';
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
import { type TownshipToday, townshipToday } from './townshipToday.ts';

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
    return await lookThenWriteIn(
      deps.pool,
      `${county}000000`,
      (tx) => townshipToday(tx, deps.policy, report.township),
      async (tx, today) => {
        const year = businessDateOf(today.now).slice(0, 4);
        const [{ command, isNew }, caseNumber] = await together([
          storeCommand(tx, {
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
          }),
          nextCaseNumber(tx, report.township, year, 'emergency'),
        ]);
        if (command.bodyHash !== bodyHash) throw new Refused({ code: 'idempotencyKeyReused' });
        if (!isNew) return ok({ ...(command.receipt as unknown as ApplicationReceipt), isNew });
        const refused = refusalOfReport(submission, today);
        if (refused) throw new Refused(refused);
        const receipt = { caseId, caseNumber };
        await together([
          storeReport(tx, deps.cipher, { ...receipt, submittedBy: actor.officer, report: withNumberRead(report) }),
          writeApplicationReceipt(tx, command.commandId, receipt),
        ]);
        return ok({ ...receipt, isNew });
      },
    );
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

function refusalOfReport(
  { actor, report }: ReportSubmission,
  { isKnown, now, policy }: TownshipToday,
): Refusal | undefined {
  if (!isKnown) return { code: 'unknownDivision' };
  if (report.relativesOfStaff.includes(actor.officer)) return { code: 'officerIsRelative' };
  const unset = missingPolicy(policy.book, report.township, businessDateOf(now));
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
