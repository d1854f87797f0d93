import { upsertMemo } from '@temporalio/workflow';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { RunId } from '../../src/domain/payments/run.ts';
import { assistance as assistanceOfToday } from '../../workflows/assistance.ts';
import { disbursement as disbursementOfToday } from '../../workflows/disbursement.ts';
import { emergency as emergencyOfToday } from '../../workflows/emergency.ts';

/** The workflows with one command more before all others: a change that no case under way could live through. */
export async function assistance(caseId: CaseId, carried?: Parameters<typeof assistanceOfToday>[1]): Promise<void> {
  upsertMemo({ one: 'more' });
  return assistanceOfToday(caseId, carried);
}

export async function disbursement(runId: RunId): Promise<void> {
  upsertMemo({ one: 'more' });
  return disbursementOfToday(runId);
}

export async function emergency(caseId: CaseId, carried?: Parameters<typeof emergencyOfToday>[1]): Promise<void> {
  upsertMemo({ one: 'more' });
  return emergencyOfToday(caseId, carried);
}
