import type { CaseState } from '../../domain/case/state.ts';
import { personInNeed } from '../emergency/reports.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';
import { headOfFamily } from './family.ts';

/** In whose name a case's letters and messages go out: the head of the family today, or whoever was in need. */
export async function addresseeOf(
  tx: Tx,
  cipher: Cipher,
  state: CaseState,
): Promise<{ readonly name: string; readonly phone?: string } | undefined> {
  if (state.programme !== 'emergency') return headOfFamily(tx, cipher, state);
  const { name = '受助人', phone } = await personInNeed(tx, cipher, state.caseId);
  return phone === undefined ? { name } : { name, phone };
}
