import type { z } from 'zod';
import type { aidSchema } from '../contracts/http/aid.ts';
import type { Tx } from '../db/pool.ts';
import { aidGiven } from '../db/queries/emergencies.ts';
import { about, ask } from '../db/questions.ts';
import { stagesLeft } from '../domain/aid/plan.ts';
import type { CaseState } from '../domain/case/state.ts';

/** What is decided, stage by stage, and what was given; null where a case has no such aid. */
export async function aidOf(tx: Tx, state: CaseState): Promise<z.output<typeof aidSchema> | null> {
  const { aid, caseId } = state;
  if (!aid) return null;
  const { givenFen, way = null, transfer = null } = aid;
  return {
    givenFen,
    way,
    transfer,
    stagesLeft: stagesLeft(state),
    given: (await ask(tx, 'aid given', { aid: about(caseId, aidGiven) })).aid,
  };
}
