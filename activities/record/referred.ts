import { randomUUID } from 'node:crypto';
import { headOfFamily } from '../../src/db/case/family.ts';
import { papersOf } from '../../src/db/case/papers.ts';
import { personInNeed, storeReport } from '../../src/db/emergency/reports.ts';
import type { Tx } from '../../src/db/pool.ts';
import { liveClaims, nextCaseNumber, readProgramme, storeApplication } from '../../src/db/queries/applications.ts';
import { copyDocuments } from '../../src/db/queries/caseFile.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import { checkApplication, claimants } from '../../src/domain/application.ts';
import { businessDateOf } from '../../src/domain/calendar.ts';
import type { Declaration } from '../../src/domain/case/declaration.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { EmergencyKind } from '../../src/domain/emergency/report.ts';
import { applicationFrom, type ReferredApplication } from '../../src/domain/referredApplication.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

type Opened = Extract<Draft, { type: 'referredFileOpened' }>;

/**
 * 转介立案: another file of the same people, from the papers that are there: nobody applies again. Its workflow is started
 * like that of any application.
 */
export async function referredFileOpened(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Opened,
): Promise<CaseEvent> {
  const caseId = randomUUID() as string as CaseId;
  const year = businessDateOf(law.now).slice(0, 4);
  const caseNumber = await nextCaseNumber(tx, state.township, year, draft.programme);
  const filed = { caseId, caseNumber, submittedBy: 'system', referredFrom: state.caseId };
  if (draft.programme === 'emergency') {
    await storeReport(tx, cipher, { ...filed, report: await reportOf(tx, cipher, law, state) });
  } else {
    const declaration = await declarationOf(tx, cipher, law, state, draft.programme);
    if (!declaration) return draft; // somebody has applied for them since the window decided
    await storeApplication(tx, cipher, { ...filed, declaration });
  }
  await copyDocuments(tx, cipher, { from: state.caseId, to: caseId });
  return { ...draft, successor: caseId, caseNumber };
}

/** The emergency of a family, or of whoever was in need before: the window says what happened, and where. */
async function reportOf(tx: Tx, cipher: Cipher, law: CaseLaw, state: CaseState) {
  const decided = (await readDecisionsOf(tx, cipher, state.caseId, ['referOn'])).findLast(
    ({ outcome }) => outcome === 'emergency',
  );
  if (!decided) throw new Error('An emergency is opened that nobody decided about');
  const { kind, place, reason, persons } = decided.content;
  const ofFamily = (await readProgramme(tx, state.caseId)) !== 'emergency';
  const known = ofFamily ? await headOfFamily(tx, cipher, state) : await personInNeed(tx, cipher, state.caseId);
  const { name, idNumber, phone } = known ?? {};
  return {
    township: state.township,
    place: String(place),
    happenedAt: new Date(law.now).toISOString(),
    kind: kind as EmergencyKind,
    what: String(reason),
    persons: Number(persons),
    person: { ...(name ? { name } : {}), ...(idNumber ? { idNumber } : {}), ...(phone ? { phone } : {}) },
    reportedBy: { by: 'officer' },
    relativesOfStaff: state.relatives,
  } as const;
}

async function declarationOf(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  programme: Declaration['programme'],
): Promise<Declaration | undefined> {
  const decided = (await readDecisionsOf(tx, cipher, state.caseId, ['answerReferral'])).findLast(
    ({ outcome }) => outcome === 'opened',
  );
  const added = decided?.content.application as ReferredApplication;
  const handedIn = applicationFrom(programme, added, await papersOf(tx, cipher, state));
  if (!handedIn.ok) return undefined;
  const checked = checkApplication(handedIn.value, businessDateOf(law.now));
  if (!checked.ok) return undefined;
  if (programme === 'temporary') return checked.value; // it claims nobody
  const hashes = claimants(checked.value).map(({ idNumber }) => cipher.keyedHash(idNumber));
  return (await liveClaims(tx, hashes)).length === 0 ? checked.value : undefined;
}
