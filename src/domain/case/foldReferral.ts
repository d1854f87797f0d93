import type { CaseEvent } from './events.ts';
import { mark } from './foldTools.ts';
import { answersOfReferrals, type Destination } from './referrals.ts';
import type { CaseState } from './state.ts';

/** Whereto people were sent on and nobody has answered yet, the first first: an answer is to the first. */
export function referralsAfter(
  { referrals = [] }: CaseState,
  { kind, particulars }: Extract<CaseEvent, { type: 'taskDecided' }>,
): Partial<CaseState> {
  const isAnswer = answersOfReferrals.has(kind);
  const to = typeof particulars.to === 'string' ? [particulars.to as Destination] : [];
  if (!isAnswer && to.length === 0) return {};
  return waiting([...referrals.slice(isAnswer ? 1 : 0), ...to]);
}

/** A file that could not be opened after all leaves the referral to be answered anew. */
export function referredFileOpened(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'referredFileOpened' }>,
): Partial<CaseState> {
  const done = mark(state, event.key, 'done');
  if (event.successor !== undefined || event.programme === 'emergency') return { done };
  const to = event.programme === 'temporary' ? 'temporaryAid' : event.programme;
  return { done, ...waiting([to, ...(state.referrals ?? [])]) };
}

function waiting(referrals: readonly Destination[]): Partial<CaseState> {
  return { referrals: referrals.length > 0 ? referrals : undefined };
}
