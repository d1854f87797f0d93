import { settlementOf } from '../../contracts/returnReasons.ts';
import { type Outcome, ok, refuse } from '../../domain/outcome.ts';
import type { SaidLine, SaidReport } from '../../domain/payments/report.ts';
import { type RunId, runOfMessage } from '../../domain/payments/run.ts';
import { type GroupStatus, readStatusReport, type StatusReport } from './pain002.ts';
import type { StatusReportRefusalCode } from './statusReportRefusal.ts';

/** A status report in the ledger's words; lines on which the bank will say more are left out. */
export function readReport(
  bytes: Uint8Array,
): Outcome<{ readonly runId: RunId | undefined; readonly said: SaidReport }, StatusReportRefusalCode> {
  const report = readStatusReport(bytes);
  if (!report.ok) return refuse(report.refusal.code);
  const { originalMessageId, original, lines } = report.value;
  const ofAll = lines.length === 0 ? wordOf(report.value.group) : undefined;
  return ok({
    runId: runOfMessage(originalMessageId),
    said: { original, lines: lines.flatMap(finalWord), ...(ofAll ? { ofAll } : {}) },
  });
}

function finalWord({ endToEndId, status, reasonCode, amountFen }: StatusReport['lines'][number]): SaidLine[] {
  const said = settlementOf(status);
  if (said === 'pending') return [];
  return [{ endToEndId, said, ...reason(said, reasonCode), ...(amountFen === undefined ? {} : { amountFen }) }];
}

function wordOf(group: { readonly status: GroupStatus; readonly reasonCode?: string } | undefined) {
  if (!group || group.status === 'PART') return undefined;
  const said = settlementOf(group.status);
  return said === 'pending' ? undefined : { said, ...reason(said, group.reasonCode) };
}

/** Only ISO codes are taken; what a bank writes in its own words may name the family. */
function reason(said: 'paid' | 'returned', code: string | undefined) {
  if (said === 'paid' || code === undefined) return {};
  return { reason: /^[A-Z0-9]{1,4}$/.test(code) ? code : 'NARR' };
}
