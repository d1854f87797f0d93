import { storeComparison } from '../../src/db/case/comparisons.ts';
import { openReport, readEvidence } from '../../src/db/case/evidence.ts';
import { canonical } from '../../src/db/case/journal.ts';
import type { StoredFact } from '../../src/db/inbox/facts.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import { addDays, businessDateOf } from '../../src/domain/calendar.ts';
import { differencesOf } from '../../src/domain/case/differences.ts';
import type { CaseEvent, Draft, Particulars } from '../../src/domain/case/events.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { CaseLaw } from './law.ts';

/** Check and visit of the survey against the declaration (信息比对): each difference is numbered, and work to be resolved. */
export async function compareEvidence(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  key: Key,
): Promise<CaseEvent> {
  const { declaration } = await readApplication(tx, cipher, state.caseId);
  const { report, visit } = await readEvidence(tx, cipher, state.caseId, state.rounds.survey ?? 1);
  if (!report) throw new Error('A survey is compared that has no check report');
  const differences = differencesOf(declaration, { ...report, findings: [...report.findings, ...visit] });
  const at = new Date(law.now).toISOString();
  const place = { caseId: state.caseId, key, division: state.township, at };
  const contentHash = await storeComparison(tx, cipher, place, { differences, unavailable: report.unavailable });
  return { type: 'compared', key, differences: differences.length, contentHash };
}

/** What a check report on paper leaves in the journal: how long it may be relied on. */
export function paperReport(law: CaseLaw): Particulars {
  return { validUntil: validUntil(law) };
}

/**
 * A check report that came in, with what the case must know of it in codes: its validity and which of the sources that
 * policy demands did not answer; where nobody waited for it, whether it contradicts the report the survey relied on.
 */
export async function reportArrived(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'factArrived' }>,
  fact: StoredFact,
): Promise<Particulars> {
  const report = openReport(cipher, draft.factId, fact.sealed);
  if (draft.key !== undefined && state.expected[draft.key] !== undefined) {
    const missing = law
      .value('check.sources')
      .filter(({ source, mandatory }) => mandatory && report.unavailable.includes(source))
      .map(({ source }) => source);
    return { validUntil: earlier(validUntil(law), fact.payload.validUntil), missing };
  }
  const { declaration } = await readApplication(tx, cipher, state.caseId);
  const relied = (await readEvidence(tx, cipher, state.caseId, state.rounds.survey ?? 1)).report;
  const contradicts =
    relied !== undefined &&
    canonical(differencesOf(declaration, relied)) !== canonical(differencesOf(declaration, report));
  return { contradicts };
}

/** The platform may say less than policy, never more. */
function earlier(byPolicy: string, byPlatform: unknown): string {
  return typeof byPlatform === 'string' && byPlatform < byPolicy ? byPlatform : byPolicy;
}

/** How long a check report received today may be relied on. */
function validUntil(law: CaseLaw): string {
  return addDays(businessDateOf(law.now), law.value('check.reportValidDays'));
}
