import type { CaseState } from '../../domain/case/state.ts';
import { type Papers, papersOfPerson } from '../../domain/referredApplication.ts';
import { personInNeed } from '../emergency/reports.ts';
import type { Tx } from '../pool.ts';
import { readProgramme } from '../queries/applications.ts';
import type { Cipher } from '../sealed.ts';
import { familyNow } from './family.ts';

/** What a case has on file of its people, for another file of theirs: what a need was is told anew. */
export async function papersOf(tx: Tx, cipher: Cipher, state: CaseState): Promise<Papers> {
  if ((await readProgramme(tx, state.caseId)) === 'emergency')
    return papersOfPerson(await personInNeed(tx, cipher, state.caseId), state.township);
  const { programme: _other, need: _then, ...papers } = (await familyNow(tx, cipher, state)).family;
  return { ...papers, township: state.township };
}
