import type { CaseState } from '../../domain/case/state.ts';
import type { PersonInNeed } from '../../domain/emergency/report.ts';
import { readReport } from '../emergency/reports.ts';
import type { Tx } from '../pool.ts';
import { type Cipher, readDecisionsOf } from '../sealed.ts';
import { headOfFamily } from './family.ts';

/** In whose name a case's letters and messages go out: the head of the family today, or whoever was in need. */
export async function addresseeOf(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
): Promise<{ readonly name: string; readonly phone?: string } | undefined> {
  if (!state.emergency) return headOfFamily(tx, cipher, state);
  const { person: reported } = await readReport(tx, cipher, state.caseId);
  const told = await readDecisionsOf(tx, cipher, state.caseId, ['completePapers', 'registerIdentity']);
  const known = told.map(({ content }) => content.person as PersonInNeed | undefined).findLast((person) => person);
  const name = known?.name ?? reported.name ?? '受助人';
  return reported.phone === undefined ? { name } : { name, phone: reported.phone };
}
