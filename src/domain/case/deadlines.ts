import { stagesLeft } from '../aid/plan.ts';
import {
  addCalendarDays,
  addDays,
  addMonthsToDate,
  addWorkingDays,
  businessDateOf,
  type Calendar,
  firstMoment,
  isWorkingDay,
  lastDayOf,
  lastMoment,
  type PlainDate,
  workingDaysBetween,
} from '../calendar.ts';
import type { PolicyKey } from '../policy.ts';
import { type ClockKindName, type ClockUnit, clockKinds } from './clockKinds.ts';
import type { Deadline } from './events.ts';
import { nthOf } from './foldMeeting.ts';
import type { Key } from './ids.ts';
import { reviewDueOn } from './reviewDue.ts';
import type { CaseState, LiveClock } from './state.ts';

/** A length taken from policy, with what it rests on. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly ground: string;
  readonly level: string;
  readonly runningClocks?: 'replan' | 'applied';
}

/** The law as it stands for one case at one moment: what a period needs to be computed. */
export interface Law {
  /** ms since the epoch, business time. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly delegated: boolean;
  readonly warnWorkingDays: number;
  /** A period of days that ends on a rest day moves to the next working day. */
  readonly moveToWorkingDay: boolean;
  limit(key: PolicyKey): Limit;
}

/** What of a case's state may place the end of one of its clocks. */
type Placed = Pick<CaseState, 'caseId' | 'reviewClass' | 'benefit' | 'programme' | 'aid' | 'rounds' | 'meeting'>;

/** A clock of this kind started today. The day itself is not counted, a posting's is; the last day counts to its last moment. */
export function startedToday(
  kind: ClockKindName,
  law: Law,
  state?: Placed & Pick<CaseState, 'emergency'>,
  key?: Key,
): Deadline & { days: number; unit: string; ground: string; level: string } {
  const { fromEndOfEmergency } = clockKinds[kind];
  const { value: days, unit: asSet, ground, level } = law.limit(limitKeyOf(kind, law, state));
  const unit = unitOf(kind, asSet);
  const today = businessDateOf(law.now);
  const from = (fromEndOfEmergency && state?.emergency?.overOn) || today;
  const dueOn = state && ownEnd(kind, state, today, days, law, key);
  const end = dueOn ? dated(kind, today, dueOn, false, law) : deadline(kind, unit, from, days, law);
  return { ...end, days, unit, ground, level };
}

function unitOf(kind: ClockKindName, asSet: string | undefined): ClockUnit {
  const { unit } = clockKinds[kind];
  return unit === 'asSet' ? (asSet as ClockUnit) : unit;
}

function isByTheMinute(kind: ClockKindName): boolean {
  return clockKinds[kind].unit === 'hours' || clockKinds[kind].unit === 'minutes';
}

/** Which value of policy says how long it is. */
function limitKeyOf(
  kind: ClockKindName,
  { delegated }: Law,
  state?: Pick<CaseState, 'reviewClass' | 'programme'>,
): PolicyKey {
  const { limit, limitDelegated, limitByClass, limitTemporary } = clockKinds[kind];
  if (state?.programme === 'temporary' && limitTemporary) return limitTemporary;
  return limitByClass?.[state?.reviewClass ?? 'A'] ?? (delegated && limitDelegated ? limitDelegated : limit);
}

/** What a changed length makes of a running clock. */
export interface Replanned {
  readonly end: Deadline;
  readonly days: number;
  readonly ground: string;
  readonly level: string;
  readonly key: PolicyKey;
  /** Its end would lie in the past, and is put off to the next working day. */
  readonly isPostponed: boolean;
}

/**
 * A running clock counted anew with the length of today, from the day it began; undefined where that length does not
 * hold for clocks that run already, or changes nothing. An end that would lie in the past is the next working day: a
 * deadline nobody could have known of is nobody's fault.
 */
export function replannedByPolicy(
  clock: LiveClock,
  law: Law,
  state: Placed & Pick<CaseState, 'extended'>,
  holds: (running: Limit['runningClocks']) => boolean = (running) => running === 'applied',
): Replanned | undefined {
  const { kind, from, passed, pausedOn } = clock;
  const { untilBenefitEnds, untilStageOpens, untilFollowUpDue } = clockKinds[kind];
  const isOfItsOwn = untilBenefitEnds || untilStageOpens || untilFollowUpDue;
  if (passed || pausedOn !== undefined || isOfItsOwn) return undefined;
  if (isByTheMinute(kind)) return undefined; // it counts from a moment, and hours are soon over
  if (kind === 'wholeProcedure' && state.extended) return undefined;
  const key = limitKeyOf(kind, law, state);
  const { value: days, unit, ground, level, runningClocks } = law.limit(key);
  if (!holds(runningClocks) || days === clock.days) return undefined;
  const { spread } = clockKinds[kind];
  const end = spread
    ? dated(kind, from, reviewDueOn(state.caseId, from, days, law.limit(spread).value), false, law)
    : deadline(kind, unitOf(kind, unit), from, days, law);
  const next = addWorkingDays(businessDateOf(law.now), 1, law.calendar).date;
  const isPostponed = end.dueAt <= law.now;
  return { end: isPostponed ? dated(kind, from, next, false, law) : end, days, ground, level, key, isPostponed };
}

/**
 * Ends that are a case's own: a review's in the spread of its village, an exit's with its schedule, a stage's with its
 * day, a day a meeting named.
 */
function ownEnd(
  kind: ClockKindName,
  state: Placed,
  today: PlainDate,
  months: number,
  law: Law,
  key?: Key,
): PlainDate | undefined {
  const { caseId, benefit, meeting } = state;
  const { spread, untilBenefitEnds, untilStageOpens, untilFollowUpDue } = clockKinds[kind];
  const opens = untilStageOpens && stagesLeft(state)[0]?.opens;
  if (opens) return addDays(opens, -1); // over when its day begins
  if (untilFollowUpDue && key) return meeting?.followUps.find(({ no }) => no === nthOf(key))?.dueOn;
  if (spread) return reviewDueOn(caseId, today, months, law.limit(spread).value);
  return untilBenefitEnds && benefit?.monthTo ? lastDayOf(benefit.monthTo) : undefined;
}

/** A paused clock goes on: what was left when it stopped is counted from today. */
export function resumedToday(clock: LiveClock, law: Law): Deadline {
  const left = workingDaysBetween(clock.pausedOn ?? clock.from, clock.dueOn, law.calendar);
  const end = addWorkingDays(businessDateOf(law.now), left, law.calendar);
  return { ...dated(clock.kind, clock.from, end.date, end.provisional, law) };
}

/** The whole procedure extended (MCA-57 art. 22): what the longer period has more is added; days not counted stay so. */
export function extendedFrom(clock: LiveClock, law: Law): Deadline & { days: number } {
  const { value: days } = law.limit('limit.totalExtended');
  const end = addWorkingDays(clock.dueOn, Math.max(days - clock.days, 0), law.calendar);
  return { ...dated(clock.kind, clock.from, end.date, end.provisional, law), days };
}

/** A provisional end counted anew on a calendar that now knows the year: the same length from the same day. */
export function replanned(clock: LiveClock, days: number, law: Law): Deadline {
  return deadline(clock.kind, unitOf(clock.kind, clock.unit), clock.from, days, law);
}

function deadline(kind: ClockKindName, unit: ClockUnit, from: PlainDate, days: number, law: Law): Deadline {
  switch (unit) {
    case 'workingDays': {
      const end = addWorkingDays(from, days, law.calendar);
      return dated(kind, from, end.date, end.provisional, law);
    }
    case 'days': {
      const { firstDayCounts = false } = clockKinds[kind];
      const end = addCalendarDays(from, firstDayCounts ? days - 1 : days, law.calendar, {
        moveToWorkingDay: law.moveToWorkingDay && !firstDayCounts,
      });
      return dated(kind, from, end.date, end.provisional, law);
    }
    case 'months':
      return dated(kind, from, addMonthsToDate(from, days), false, law);
    case 'hours':
      return byTheMinute(kind, from, days * 60, law);
    case 'minutes':
      return byTheMinute(kind, from, days, law);
  }
}

/** Counted from the moment itself, day and night: no list of rest days moves it. */
function byTheMinute(kind: ClockKindName, from: PlainDate, minutes: number, law: Law): Deadline {
  const { warnsBefore } = clockKinds[kind];
  const dueAt = law.now + minutes * minute;
  const warnAt = warnsBefore && dueAt - law.limit(warnsBefore).value * minute;
  return {
    from,
    dueOn: businessDateOf(dueAt),
    dueAt,
    ...(warnAt !== undefined && warnAt > law.now ? { warnAt } : {}),
    calendar: law.calendar.version,
    provisional: false,
  };
}

const minute = 60_000;

/** The warning comes on the morning of a working day before the end, by policy; never after the end, nor in the past. */
function dated(kind: ClockKindName, from: PlainDate, dueOn: PlainDate, provisional: boolean, law: Law): Deadline {
  const { owner, warnsBefore } = clockKinds[kind];
  const warnOn = warnsBefore
    ? workingDayUpTo(addDays(dueOn, -law.limit(warnsBefore).value), law.calendar)
    : addWorkingDays(dueOn, -law.warnWorkingDays, law.calendar).date;
  const warnAt = firstMoment(warnOn) + morning;
  const warns = (owner ?? warnsBefore) !== undefined && warnAt > law.now;
  return {
    from,
    dueOn,
    dueAt: lastMoment(dueOn) + 1,
    ...(warns ? { warnAt } : {}),
    calendar: law.calendar.version,
    provisional,
  };
}

function workingDayUpTo(date: PlainDate, calendar: Calendar): PlainDate {
  return isWorkingDay(date, calendar) ? date : addWorkingDays(date, -1, calendar).date;
}

/** Half past eight, when the township's window opens: nobody is warned at night. */
const morning = 8.5 * 3_600_000;
