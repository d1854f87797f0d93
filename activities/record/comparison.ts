import { storeComparison } from '../../src/db/case/comparisons.ts';
import { openReport, readEvidence } from '../../src/db/case/evidence.ts';
import { familyNow } from '../../src/db/case/family.ts';
import { canonical } from '../../src/db/case/journal.ts';
import type { StoredFact } from '../../src/db/inbox/facts.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import { addDays, businessDateOf } from '../../src/domain/calendar.ts';
import { type Difference, differencesOf } from '../../src/domain/case/differences.ts';
import type { CaseEvent, Draft, Particulars } from '../../src/domain/case/events.ts';
import type { Evidence } from '../../src/domain/case/evidence.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import { type CaseState, placeOfEvidence } from '../../src/domain/case/state.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/**
 * Check and visit against what is known of the family (信息比对): each difference is numbered, and work to be resolved. What
 * the survey of the application resolved against it is known already.
 */
export async function compareEvidence(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  key: Key,
): Promise<CaseEvent> {
  const { report, visit } = await readEvidence(tx, cipher, state.caseId, placeOfEvidence(state));
  if (!report) throw new Error('Evidence is compared that has no check report');
  const differences = await newsOf(tx, cipher, state, { ...report, findings: [...report.findings, ...visit] });
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
  const news = await newsOf(tx, cipher, state, report);
  if (state.benefit) return { contradicts: news.length > 0 };
  const relied = (await readEvidence(tx, cipher, state.caseId, placeOfEvidence(state))).report;
  const contradicts = relied !== undefined && canonical(await newsOf(tx, cipher, state, relied)) !== canonical(news);
  return { contradicts };
}

/** Where evidence exceeds what is known; during a survey nothing is known but the declaration. */
async function newsOf(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
  evidence: Pick<Evidence, 'findings' | 'statuses'>,
): Promise<readonly Difference[]> {
  const { family, standing } = await familyNow(tx, cipher, state);
  const known = state.benefit ? standing.map(aside) : [];
  return differencesOf(family, evidence)
    .filter((difference) => !known.includes(aside(difference)))
    .map((difference, i) => ({ ...difference, nth: i + 1 }));
}

/** A difference but for its number. */
function aside({ nth: _nth, ...difference }: Difference): string {
  return canonical(difference);
}

/** The platform may say less than policy, never more. */
function earlier(byPolicy: string, byPlatform: unknown): string {
  return typeof byPlatform === 'string' && byPlatform < byPolicy ? byPlatform : byPolicy;
}

/** How long a check report received today may be relied on. */
function validUntil(law: CaseLaw): string {
  return addDays(businessDateOf(law.now), law.value('check.reportValidDays'));
}
