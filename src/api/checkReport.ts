import { randomUUID } from 'node:crypto';
import type { CheckReport } from '../contracts/checkPlatform.ts';
import { checkCallbackKeyId } from '../contracts/checkPlatform.ts';
import { canonical } from '../db/case/journal.ts';
import { storeFact } from '../db/inbox/facts.ts';
import { inDivision } from '../db/pool.ts';
import { readRequester, rememberCallback } from '../db/queries/callbacks.ts';
import { type CaseId, type Key, parsePublicId } from '../domain/case/ids.ts';
import { nationalDivision } from '../domain/policy.ts';
import type { ApiDeps } from './deps.ts';

export type ReportTaken =
  | { readonly kind: 'stored'; readonly caseId: CaseId; readonly factId: string; readonly key: Key }
  | { readonly kind: 'known' | 'callbackReplayed' | 'notFound' | 'membersInconsistent' };

/**
 * Stores a check report (核对报告) as a fact of the case that asked. The nonce is remembered in the same transaction:
 * a report whose storing failed may be sent again as it is. `known`: this report id was stored before.
 */
export function takeReport(
  { pool, cipher, readReport }: ApiDeps,
  report: CheckReport,
  replayKey: string,
): Promise<ReportTaken> {
  return inDivision(pool, nationalDivision, async (tx) => {
    if (!(await rememberCallback(tx, checkCallbackKeyId, replayKey))) return { kind: 'callbackReplayed' };
    const place = parsePublicId(report.requestId);
    const requester = place && (await readRequester(tx, report.requestId));
    if (!place || !requester || requester.caseId !== place.caseId) return { kind: 'notFound' };
    const result = readReport(report, (ref) => memberNoOf(ref, requester.members));
    if (!result.ok) return { kind: 'membersInconsistent' };

    const [stage, round] = place.key.split('.');
    const key = `${stage}.${round}.checkReport` as Key;
    const factId = randomUUID();
    const content = canonical({ ...result.value, report });
    const stored = await storeFact(tx, {
      factId,
      caseId: place.caseId,
      division: requester.township,
      name: 'checkReport',
      factKey: key,
      source: 'checkPlatform',
      sourceId: report.reportId,
      payload: { reportId: report.reportId, ...(report.validUntil ? { validUntil: report.validUntil } : {}) },
      sealed: cipher.seal(content, `fact:${factId}`),
      contentHash: cipher.contentHash(content, place.caseId),
    });
    return stored ? { kind: 'stored', caseId: place.caseId, factId, key } : { kind: 'known' };
  });
}

/** Members are named to the platform by their number in the application. */
function memberNoOf(ref: string, members: number): number | undefined {
  const memberNo = /^[1-9]\d?$/.test(ref) ? Number(ref) : 0;
  return memberNo >= 1 && memberNo <= members ? memberNo : undefined;
}
