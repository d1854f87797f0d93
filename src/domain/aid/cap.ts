import type { AidNow } from '../case/state.ts';

/** The most that may be given to so many persons, with what a joint meeting left beyond it; in fen. */
export function capOf({ persons }: Pick<AidNow, 'persons'>, capPerPersonFen: number, leaveFen = 0): number {
  return persons * capPerPersonFen + leaveFen;
}

/** Whether so much more, on what was given already, is beyond what may be given (SAL-2026 art. 29 and local rules). */
export function isAboveCap(
  aid: Pick<AidNow, 'persons' | 'givenFen'>,
  moreFen: number,
  capPerPersonFen: number,
  leaveFen?: number,
): boolean {
  return aid.givenFen + moreFen > capOf(aid, capPerPersonFen, leaveFen);
}
