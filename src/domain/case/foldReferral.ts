import type { CaseEvent, Particulars } from './events.ts';
import { nthOf } from './foldMeeting.ts';
import { mark } from './foldTools.ts';
import type { Key } from './ids.ts';
import { answersOfReferrals, type Destination, type Referred } from './referrals.ts';
import type { CaseState } from './state.ts';

/** What a decision says of a referral, with the number that the record gives it: so it is answered beside the others. */
export function withReferralNo({ referralsGiven = 0 }: CaseState, particulars: Particulars): Particulars {
  return typeof particulars.to === 'string' ? { ...particulars, referral: referralsGiven + 1 } : particulars;
}

/** Somebody has been sent on and nobody has answered yet. */
export function waitsForAnswer({ referrals, referred }: CaseState): boolean {
  return referrals !== undefined || referred !== undefined;
}

/** Whereto the referral went that a key with its number is about, or the first of those without one. */
export function referredTo({ referrals, referred }: CaseState, key: Key): Destination | undefined {
  return referred?.find(({ no }) => no === nthOf(key))?.to ?? referrals?.[0];
}

/** Whereto people were sent on and nobody has answered yet: those with a number beside each other, others the first first. */
export function referralsAfter(
  state: CaseState,
  { key, kind, particulars }: Extract<CaseEvent, { type: 'taskDecided' }>,
): Partial<CaseState> {
  const isAnswer = answersOfReferrals.has(kind);
  const to = typeof particulars.to === 'string' ? (particulars.to as Destination) : undefined;
  if (!isAnswer && to === undefined) return {};
  const left = isAnswer ? answered(state, key) : {};
  return { ...left, ...(to === undefined ? {} : sentOn({ ...state, ...left }, to, particulars.referral)) };
}

function answered({ referrals, referred }: CaseState, key: Key): Partial<CaseState> {
  const no = nthOf(key);
  if (Number.isNaN(no)) return { referrals: some(referrals?.slice(1)) };
  return { referred: some(referred?.filter((each) => each.no !== no)) };
}

function sentOn({ referrals = [], referred = [] }: CaseState, to: Destination, number: unknown): Partial<CaseState> {
  if (typeof number !== 'number') return { referrals: [...referrals, to] };
  return { referred: [...referred, { no: number, to }], referralsGiven: number };
}

/** A file that could not be opened after all leaves the referral to be answered anew. */
export function referredFileOpened(
  state: CaseState,
  event: Extract<CaseEvent, { type: 'referredFileOpened' }>,
): Partial<CaseState> {
  const done = mark(state, event.key, 'done');
  if (event.successor !== undefined || event.programme === 'emergency') return { done };
  const to = event.programme === 'temporary' ? 'temporaryAid' : event.programme;
  if (Number.isNaN(nthOf(event.key))) return { done, referrals: [to, ...(state.referrals ?? [])] };
  return { done, ...sentOn(state, to, (state.referralsGiven ?? 0) + 1) };
}

function some<T extends Destination | Referred>(list: readonly T[] = []): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
