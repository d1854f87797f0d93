/** A calendar day, 'YYYY-MM-DD'. Strings of this form sort as dates do. */
export type PlainDate = string;
/** A calendar month, 'YYYY-MM'. */
export type PlainMonth = string;

/** The State Council's arrangement of one year (国务院办公厅关于部分节假日安排的通知). */
export interface CalendarYear {
  readonly year: number;
  /** Document number of the notice. */
  readonly notice: string;
  readonly version: string;
  /** Every day of a holiday, weekends inside it included. */
  readonly rest: readonly PlainDate[];
  /** Make-up working days (调休上班): Saturdays and Sundays that are worked. */
  readonly makeUp: readonly PlainDate[];
}

/** All published years together. A day of a year not in `years` is judged by its weekday alone, and only provisionally. */
export interface Calendar {
  readonly version: string;
  readonly years: ReadonlySet<number>;
  readonly rest: ReadonlySet<PlainDate>;
  readonly makeUp: ReadonlySet<PlainDate>;
}

/** The last day of a period, and whether it may still move because a year's list is not published yet. */
export interface PeriodEnd {
  readonly date: PlainDate;
  readonly provisional: boolean;
}

export function calendarOf(years: readonly CalendarYear[]): Calendar {
  const sorted = [...years].sort((a, b) => a.year - b.year);
  return {
    version: sorted.map(({ version }) => version).join('+') || 'none',
    years: new Set(sorted.map(({ year }) => year)),
    rest: new Set(sorted.flatMap(({ rest }) => rest)),
    makeUp: new Set(sorted.flatMap(({ makeUp }) => makeUp)),
  };
}

// ---------------------------------------------------------------- working days (工作日)

export function isWorkingDay(date: PlainDate, calendar: Calendar): boolean {
  if (calendar.makeUp.has(date)) return true;
  return weekdayOf(date) <= 5 && !calendar.rest.has(date);
}

/**
 * The nth working day after `from`; the day of the event itself is not counted. A negative n counts backwards, as
 * warnings need. n = 0 is `from` itself, whatever day that is.
 *
 * @example addWorkingDays('2026-09-21', 20, calendar) // { date: '2026-10-26', provisional: false }
 */
export function addWorkingDays(from: PlainDate, n: number, calendar: Calendar): PeriodEnd {
  const step = n < 0 ? -1 : 1;
  let day = dayNumber(from);
  let provisional = false;
  for (let left = Math.abs(n); left > 0; ) {
    day += step;
    const date = dateOf(day);
    provisional ||= !isPublished(date, calendar);
    if (isWorkingDay(date, calendar)) left -= 1;
  }
  return { date: dateOf(day), provisional };
}

/** Working days after `from` up to and including `to`; negative where `to` lies before. */
export function workingDaysBetween(from: PlainDate, to: PlainDate, calendar: Calendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = dayNumber(from) + 1; day <= dayNumber(to); day += 1)
    if (isWorkingDay(dateOf(day), calendar)) count += 1;
  return count;
}

/** A day or a month as letters write it: 2026年9月21日, 2026年11月. */
export function longDate(date: PlainDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day === undefined ? '' : `${day}日`}`;
}

/** What is left of a period on a day: 0 on its last day, below zero after it. */
export function daysLeft(
  { dueOn, unit }: { readonly dueOn: PlainDate; readonly unit: 'workingDays' | 'days' },
  today: PlainDate,
  calendar: Calendar,
): number {
  return unit === 'workingDays' ? workingDaysBetween(today, dueOn, calendar) : dayNumber(dueOn) - dayNumber(today);
}

/**
 * The last of n calendar days (天/日) after `from`, the day of the event not counted. With `moveToWorkingDay`, an end on
 * a rest day moves to the next working day (the general rule of 民法典 art. 203; whether it applies is the county's policy).
 */
export function addCalendarDays(
  from: PlainDate,
  n: number,
  calendar: Calendar,
  { moveToWorkingDay }: { readonly moveToWorkingDay: boolean },
): PeriodEnd {
  const last = addDays(from, n);
  if (!moveToWorkingDay) return { date: last, provisional: false };
  const lastJudged = isPublished(last, calendar);
  if (isWorkingDay(last, calendar)) return { date: last, provisional: !lastJudged };
  const moved = addWorkingDays(last, 1, calendar);
  return { date: moved.date, provisional: moved.provisional || !lastJudged };
}

function isPublished(date: PlainDate, { years }: Calendar): boolean {
  return years.has(Number(date.slice(0, 4)));
}

// ---------------------------------------------------------------- days and months

/** The date, or undefined where the text is no day of the calendar. */
export function parsePlainDate(text: string): PlainDate | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? text : undefined;
}

/** Days since 1970-01-01 (days_from_civil, H. Hinnant): no Date object, so no local time zone. Throws RangeError for a text that is no date. */
export function dayNumber(date: PlainDate): number {
  if (parsePlainDate(date) === undefined) throw new RangeError(`not a calendar day: ${date}`);
  const month = Number(date.slice(5, 7));
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of dayNumber (civil_from_days). */
export function dateOf(day: number): PlainDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1, 2)}`;
}

export function addDays(date: PlainDate, n: number): PlainDate {
  return dateOf(dayNumber(date) + n);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). 1970-01-01 was a Thursday. */
export function weekdayOf(date: PlainDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

export function monthOf(date: PlainDate): PlainMonth {
  return date.slice(0, 7);
}

/** `addMonths('2026-11', 3)` is '2027-02'. */
export function lastDayOf(month: PlainMonth): PlainDate {
  return addDays(`${addMonths(month, 1)}-01`, -1);
}

export function addMonths(month: PlainMonth, n: number): PlainMonth {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (!parts) throw new RangeError(`not a month: ${month}`);
  const index = Number(parts[1]) * 12 + Number(parts[2]) - 1 + n;
  return `${pad(Math.floor(index / 12), 4)}-${pad((((index % 12) + 12) % 12) + 1, 2)}`;
}

/** The same day n months on; where that month has no such day, its last one. */
export function addMonthsToDate(date: PlainDate, n: number): PlainDate {
  const month = addMonths(monthOf(date), n);
  const last = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
  return `${month}-${pad(Math.min(Number(date.slice(8)), last), 2)}`;
}

/** Completed years of life on a day; someone born on 29 February turns a year older on 1 March of a common year. */
export function ageOn(birthDate: PlainDate, on: PlainDate): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The month after the one `date` lies in: from it a benefit is paid as a rule (MCA-57 art. 21). */
export function firstMonthAfter(date: PlainDate): PlainMonth {
  return addMonths(monthOf(date), 1);
}

// ---------------------------------------------------------------- instants, in business time (+08:00, no summer time)

const businessOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** The business day an instant (ms since the epoch) falls on. */
export function businessDateOf(instantMs: number): PlainDate {
  return dateOf(Math.floor((instantMs + businessOffsetMs) / dayMs));
}

/** The first millisecond of a business day, ms since the epoch. */
export function firstMoment(date: PlainDate): number {
  return dayNumber(date) * dayMs - businessOffsetMs;
}

/** The last millisecond of a business day, ms since the epoch: whoever acts by then is in time. */
export function lastMoment(date: PlainDate): number {
  return firstMoment(date) + dayMs - 1;
}

/** lastMoment as an ISO instant in UTC: '2026-09-24' → '2026-09-24T15:59:59.999Z'. */
export function endOfDayInstant(date: PlainDate): string {
  return `${dateOf(dayNumber(date))}T15:59:59.999Z`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}
