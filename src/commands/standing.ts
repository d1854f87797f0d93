import type { LawOfTheDay } from '../../workflows/messages.ts';
import { businessClock, keepBusinessClock } from '../db/businessClock.ts';
import { storedTip, tipFrom } from '../db/case/journal.ts';
import { policyVersion } from '../db/policy.ts';
import { type Tx, together } from '../db/pool.ts';
import { type Answers, about, ask } from '../db/questions.ts';
import type { CaseId } from '../domain/case/ids.ts';
import type { CaseState } from '../domain/case/state.ts';
import type { PolicySource } from '../policy/source.ts';
import { lawsOfTheDay } from './lawOfTheDay.ts';

/** Where a case stood, and the law of that day, when its decision was taken in. */
export interface Standing {
  readonly state: CaseState;
  readonly law: LawOfTheDay;
}

/** What is to be asked for it while the business clock is kept. */
export const standingQuestions = (caseId: CaseId) => ({
  tip: about(caseId, storedTip),
  policy: policyVersion,
  clock: businessClock,
});

/**
 * Reads in the asker's own transaction what is missing: with a connection of its own, as many decisions as connections
 * would wait for ever.
 */
export async function standingFrom(
  tx: Tx,
  source: PolicySource,
  caseId: CaseId,
  { tip, policy, clock }: Answers<ReturnType<typeof standingQuestions>>,
): Promise<Standing> {
  const { state } = await tipFrom(tx, caseId, tip);
  const lawOf = lawsOfTheDay(await source.at(tx, policy), clock.now);
  return { state, law: lawOf(state.township) };
}

export async function readStanding(tx: Tx, source: PolicySource, caseId: CaseId): Promise<Standing> {
  const asked = ask(tx, 'standing of a case', standingQuestions(caseId));
  const [, answers] = await together([keepBusinessClock(tx), asked]);
  return standingFrom(tx, source, caseId, answers);
}
