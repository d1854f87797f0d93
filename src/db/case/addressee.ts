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
  if (state.programme !== 'emergency') return headOfFamily(tx, cipher, state);
  const { person: reported } = await readReport(tx, cipher, state.caseId);
  const papers = (await readDecisionsOf(tx, cipher, state.caseId, ['completePapers'])).at(-1);
  const known = papers?.content.person as PersonInNeed | undefined;
  const name = known?.name ?? reported.name ?? '受助人';
  return reported.phone === undefined ? { name } : { name, phone: reported.phone };
}
