import type { Checks } from '../../contracts/http/household.ts';
import type { Difference } from '../../domain/case/differences.ts';
import { type CaseState, placeOfEvidence } from '../../domain/case/state.ts';
import { readComparison } from '../case/comparisons.ts';
import { openReport } from '../case/evidence.ts';
import type { Tx } from '../pool.ts';
import { type Cipher, readDecisionContent, readDecisionsOf } from '../sealed.ts';

type Report = Checks['reports'][number];
type Shown = Checks['differences'][number];

/** Every check report of a case, opened, in the order in which they came; and whether the present survey goes by it. */
export async function readReports(tx: Tx, cipher: Cipher, state: CaseState): Promise<Report[]> {
  const { caseId } = state;
  const { rows } = await tx.query<{ id: string; sealed: string | null; paper: boolean; at: Date; taken: boolean }>(
    `select f.fact_id as id, f.sealed, false as paper, f.received_at as at,
            exists (select from case_event e where e.case_id = f.case_id and e.type = 'factArrived'
                      and e.data->>'factId' = f.fact_id::text and starts_with(e.data->>'key', $2)) as taken
       from fact f where f.case_id = $1 and f.name = 'checkReport'
     union all
     select command_id, null, true, at, starts_with(decision_id, $1::text || '.' || $2)
       from decision where case_id = $1 and kind in ('chaseCheck', 'completeCheck') and outcome = 'paperReport'
     order by at`,
    [caseId, placeOfEvidence(state)],
  );
  const reports: Report[] = [];
  for (const { id, sealed, paper, at, taken } of rows) {
    const { findings, statuses, unavailable } = paper
      ? { findings: [], statuses: [], unavailable: [], ...(await readDecisionContent(tx, cipher, id)) }
      : openReport(cipher, id, sealed);
    reports.push({
      from: paper ? 'paper' : 'platform',
      receivedAt: at.toISOString(),
      taken,
      findings: [...findings] as Report['findings'],
      statuses: statuses.map((status: object) => ({ ...status })),
      unavailable: [...unavailable],
    });
  }
  return reports;
}

/** The differences of the last comparison, and how each was resolved. */
export async function readDifferences(tx: Tx, cipher: Cipher, { caseId }: CaseState): Promise<Shown[]> {
  const comparison = await readComparison(tx, cipher, caseId);
  if (!comparison) return [];
  const survey = comparison.comparisonId.slice(0, comparison.comparisonId.lastIndexOf('.'));
  const resolved = await readDecisionsOf(tx, cipher, caseId, ['resolveDiscrepancy']);
  const outcomeOf = (nth: number) =>
    resolved.find(({ taskId }) => taskId === `${survey}.resolveDiscrepancy.${nth}`)?.outcome ?? null;
  return comparison.differences.map((difference) => ({
    ...inWords(difference),
    resolved: outcomeOf(difference.nth) as Shown['resolved'],
  }));
}

function inWords(difference: Difference): Omit<Shown, 'resolved'> {
  const { nth } = difference;
  if ('status' in difference) {
    const { memberNo, source, status, on } = difference.status;
    return { difference: nth, memberNo, source, what: status, unit: null, declared: null, found: null, on: on ?? null };
  }
  const { finding, declared, found } = difference;
  const { memberNo, source, what } = finding;
  const { kind, unit } =
    'income' in what
      ? { kind: what.income, unit: 'fenPerYear' as const }
      : { kind: what.property, unit: what.count === undefined ? ('fen' as const) : ('pieces' as const) };
  return { difference: nth, memberNo, source, what: kind, unit, declared, found, on: null };
}
