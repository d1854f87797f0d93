import type { ProblemCode } from '../contracts/problems.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { lockRoster, readTurns, replaceTurns } from '../db/duty/roster.ts';
import { faultOfSeats, officersReached } from '../db/officerContacts.ts';
import type { Tx } from '../db/pool.ts';
import type { Seat } from '../domain/digest.ts';
import { callsTheSame, collidingTurn, type Duty, type Span, turnsWithin } from '../domain/duty.ts';

export interface Roster {
  readonly seat: Seat;
  readonly span: Span;
  readonly duties: readonly Duty[];
}

/** Why not, and which part of the request it is about. */
export interface RosterRefusal {
  readonly code: ProblemCode;
  readonly at?: string;
}

/**
 * Sets who is on call within a span, in the place of whatever stood there. Sent twice it is set once; what has begun to be
 * past stays as it was, since the record says who was called by it. Undefined: done.
 */
export async function setRoster(tx: Tx, roster: Roster, setBy: string): Promise<RosterRefusal | undefined> {
  const { seat, span, duties } = roster;
  const fault = await faultOfSeat(tx, seat);
  if (fault) return fault;
  const outside = duties.findIndex(({ from, until }) => from < span.from || until > span.until);
  if (outside >= 0) return { code: 'dutyOutsideRange', at: `/duties/${outside}` };
  const colliding = collidingTurn(duties);
  if (colliding !== undefined) return { code: 'dutyCollides', at: `/duties/${colliding}` };

  await lockRoster(tx, seat);
  const standing = await readTurns(tx, seat, span);
  if (callsTheSame(duties, standing, span)) return undefined;
  const { now } = await readBusinessClock(tx);
  const past = { from: span.from, until: Math.min(now, span.until) };
  if (past.from < past.until && !callsTheSame(duties, standing, past)) return { code: 'dutyInThePast', at: '/from' };
  const toCome = { from: Math.max(now, span.from), until: span.until };
  const wanted = turnsWithin(duties, toCome);
  const reached = await officersReached(tx, seat);
  const unreached = duties.findIndex(({ officer, until }) => until > now && !reached.has(officer));
  if (unreached >= 0) return { code: 'officerWithoutPhone', at: `/duties/${unreached}/officer` };
  await replaceTurns(tx, seat, toCome, { duties: wanted, setBy });
  return undefined;
}

/** What is wrong with a seat of on-call duty: none on file, not the asker's, or of a level at which the role has no seat. */
export async function faultOfSeat(tx: Tx, seat: Seat): Promise<RosterRefusal | undefined> {
  const fault = await faultOfSeats(tx, [seat]);
  if (fault === undefined) return undefined;
  return typeof fault === 'string' ? { code: fault, at: '/division' } : { code: 'noSuchSeat', at: '/role' };
}
