import { type CheckReport, type CheckRequest, maxCheckReportBytes } from '../../contracts/checkPlatform.ts';
import { type CallbackOutcome, type CallbackTarget, callbackHeaders, deliver, post, type Retry } from '../callbacks.ts';
import type { CheckPlatformMode } from './modes.ts';

/** One message to the callback, as it ended. */
export interface Delivery {
  readonly requestId: string;
  readonly reportId: string;
  readonly outcome: CallbackOutcome;
}

/** Sends a report the way a mode has it; faulty messages are sent once, good ones until they are taken. */
export async function send(
  report: CheckReport,
  { request, mode }: { readonly request: CheckRequest; readonly mode: CheckPlatformMode },
  target: CallbackTarget,
  retry: Retry,
  signal: AbortSignal,
): Promise<Delivery[]> {
  const { requestId, reportId } = report;
  const body = JSON.stringify(report);
  const sent = (outcome: CallbackOutcome, id = reportId): Delivery => ({ requestId, reportId: id, outcome });
  const once = async (text: string, by = target) =>
    sent(await post(target.url, callbackHeaders(by, text), text, signal));
  const good = async (of = report) => sent(await deliver(target, JSON.stringify(of), retry, signal), of.reportId);
  switch (mode) {
    case 'twice':
      return [await good(), await good()];
    case 'replay': {
      const headers = callbackHeaders(target, body);
      return [sent(await post(target.url, headers, body, signal)), sent(await post(target.url, headers, body, signal))];
    }
    case 'contradictory':
      return [await good(), await good(contradictionOf(report, request))];
    case 'wrongSignature':
      return [await once(body, { ...target, secret: `not ${target.secret}` })];
    case 'garbage':
      return [await once(body.slice(0, body.length / 2))];
    case 'hugeAnswer':
      return [await once(body.padEnd(2 * maxCheckReportBytes))];
    default:
      return [await good()];
  }
}

/** The opposite of a report: nothing where it found something, a deposit where it found nothing. */
function contradictionOf(report: CheckReport, { members }: CheckRequest): CheckReport {
  const foundAnything = report.results.some(({ items }) => items.length > 0);
  const deposits = members
    .slice(0, 1)
    .map(({ memberRef }) => ({ memberRef, kind: 'deposit' as const, amountFen: 8_888_800, description: '' }));
  return {
    ...report,
    reportId: `${report.reportId}-2`,
    results: report.results.map((result) => ({
      ...result,
      items: !foundAnything && result.source === 'bank' ? deposits : [],
    })),
  };
}
