import type { Evidence, Finding } from '../../domain/case/evidence.ts';
import { visitSource } from '../../domain/case/evidence.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** What one survey has brought so far. `report`: undefined while none came in. */
export interface SurveyEvidence {
  readonly report: Evidence | undefined;
  readonly visit: readonly Finding[];
}

/**
 * The evidence of a survey or review, opened, as the journal says it came in: the report relied on, from the platform or on paper,
 * with what paper added for silent sources, and what the visitors found. A report nobody waited for is not in it.
 */
export async function readEvidence(tx: Tx, cipher: Cipher, caseId: CaseId, place: string): Promise<SurveyEvidence> {
  const { rows } = await tx.query<Brought>(
    `select e.data->>'kind' as kind, e.data->>'outcome' as outcome,
            f.fact_id, f.sealed as fact_sealed, c.command_id, c.sealed as command_sealed
       from case_event e
       left join fact f on e.type = 'factArrived' and f.fact_id = (e.data->>'factId')::uuid and f.name = 'checkReport'
       left join command c on e.type = 'taskDecided' and c.command_id = (e.data->>'commandId')::uuid
      where e.case_id = $1 and e.type in ('factArrived', 'taskDecided') and starts_with(e.data->>'key', $2)
      order by e.seq`,
    [caseId, place],
  );
  return rows.reduce((evidence: SurveyEvidence, row) => withBrought(cipher, evidence, row), {
    report: undefined,
    visit: [],
  });
}

/** The content of a check report, opened. */
export function openReport(cipher: Cipher, factId: string, sealed: string | null): Evidence {
  return { ...nothing, ...(sealed ? JSON.parse(cipher.open(sealed, `fact:${factId}`)) : {}) };
}

interface Brought {
  readonly kind: string | null;
  readonly outcome: string | null;
  readonly fact_id: string | null;
  readonly fact_sealed: string | null;
  readonly command_id: string | null;
  readonly command_sealed: string | null;
}

const nothing: Evidence = { findings: [], statuses: [], unavailable: [] };

function withBrought(cipher: Cipher, evidence: SurveyEvidence, row: Brought): SurveyEvidence {
  if (row.fact_id) return { ...evidence, report: openReport(cipher, row.fact_id, row.fact_sealed) };
  if (row.kind === 'homeVisit') {
    const { found = [] } = content(cipher, row);
    return { ...evidence, visit: found.map((finding) => ({ ...finding, source: visitSource })) };
  }
  if (row.outcome !== 'paperReport') return evidence;
  const { findings = [] } = content(cipher, row);
  if (row.kind === 'chaseCheck') return { ...evidence, report: { ...nothing, findings } };
  const { report = nothing } = evidence;
  return { ...evidence, report: { ...report, findings: [...report.findings, ...findings] } };
}

function content(cipher: Cipher, { command_id, command_sealed }: Brought): { findings?: Finding[]; found?: Finding[] } {
  return command_sealed ? JSON.parse(cipher.open(command_sealed, `command:${command_id}`)) : {};
}
