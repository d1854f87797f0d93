import type { CaseEvent } from '../../domain/case/events.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';

export type BenefitEvent = Extract<CaseEvent, { type: 'benefitGranted' | 'benefitChanged' }>;

/** All that was ever said of what the family is owed, the first first. */
export async function readBenefitEvents(tx: Tx, caseId: CaseId): Promise<readonly BenefitEvent[]> {
  const { rows } = await tx.query<{ data: BenefitEvent }>(
    `select data from case_event where case_id = $1 and type in ('benefitGranted', 'benefitChanged') order by seq`,
    [caseId],
  );
  return rows.map(({ data }) => data);
}

/** The last change of what the family is owed; undefined where there was none since the grant. */
export async function lastBenefitChange(
  tx: Tx,
  caseId: CaseId,
): Promise<Extract<CaseEvent, { type: 'benefitChanged' }> | undefined> {
  const last = (await readBenefitEvents(tx, caseId)).at(-1);
  return last?.type === 'benefitChanged' ? last : undefined;
}

/** The number of the file in which the survivors go on. */
export async function successorNumber(tx: Tx, caseId: CaseId): Promise<string> {
  const { rows } = await tx.query<{ case_number: string }>(
    'select case_number from application where predecessor = $1',
    [caseId],
  );
  return rows[0]?.case_number ?? '';
}
