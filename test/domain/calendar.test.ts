import { isWorkday } from 'chinese-days';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import cn2025 from '../../counties/calendar/cn-2025.json' with { type: 'json' };
import cn2026 from '../../counties/calendar/cn-2026.json' with { type: 'json' };
import {
  addCalendarDays,
  addDays,
  addMonths,
  addMonthsToDate,
  addWorkingDays,
  ageOn,
  businessDateOf,
  calendarOf,
  dateOf,
  dayNumber,
  daysLeft,
  endOfDayInstant,
  firstMoment,
  firstMonthAfter,
  isWorkingDay,
  lastMoment,
  parsePlainDate,
  weekdayOf,
  workingDaysBetween,
} from '../../src/domain/calendar.ts';

const calendar = calendarOf([cn2026, cn2025]);
const stays = { moveToWorkingDay: false };
const moves = { moveToWorkingDay: true };

/** A day of the years whose lists are published, and of those around them. */
const anyDay = fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2027-12-31') }).map(dateOf);

test.each([
  ['over the National Day holiday', '2026-09-30', 'workingDays', 1],
  ['the day before that', '2026-09-29', 'workingDays', 2],
  ['on its last day', '2026-10-08', 'workingDays', 0],
  ['the day after', '2026-10-09', 'workingDays', -1],
  ['in days, rest days counted', '2026-09-30', 'days', 8],
] as const)('what is left of a period, %s: on %s in %s %i', (_when, today, unit, left) => {
  expect(daysLeft({ dueOn: '2026-10-08', unit }, today, calendar)).toBe(left);
});

describe('working days (policy-facts 2.6)', () => {
  test.each([
    ['survey and check must start within 3', '2026-09-21', 3, '2026-09-24'],
    ['a delegated procedure takes 20', '2026-09-21', 20, '2026-10-26'],
    ['the whole procedure takes 30', '2026-09-21', 30, '2026-11-09'],
    ['a hard case takes 45', '2026-09-21', 45, '2026-11-30'],
    ['the county confirms within 10', '2026-10-19', 10, '2026-11-02'],
    ['the letter of refusal leaves within 3', '2026-10-30', 3, '2026-11-04'],
  ])('%s working days', (_what, from, n, due) => {
    expect(addWorkingDays(from, n, calendar)).toEqual({ date: due, provisional: false });
  });

  test('seven days of posting end on a Sunday, or move to Monday where the county says so', () => {
    expect(addCalendarDays('2026-10-11', 7, calendar, stays)).toEqual({ date: '2026-10-18', provisional: false });
    expect(addCalendarDays('2026-10-11', 7, calendar, moves)).toEqual({ date: '2026-10-19', provisional: false });
  });

  test('a warning two working days before counts backwards over the holiday', () => {
    expect(addWorkingDays('2026-10-09', -2, calendar).date).toBe('2026-09-30');
  });

  test('the years 2025 and 2026 agree day by day with what others know of the published lists', () => {
    for (let day = dayNumber('2025-01-01'); day <= dayNumber('2026-12-31'); day += 1) {
      expect([dateOf(day), isWorkingDay(dateOf(day), calendar)]).toEqual([dateOf(day), isWorkday(dateOf(day))]);
    }
  });

  test('a period that reaches into a year without a published list is provisional', () => {
    expect(addWorkingDays('2026-12-30', 1, calendar)).toEqual({ date: '2026-12-31', provisional: false });
    expect(addWorkingDays('2026-12-30', 2, calendar)).toEqual({ date: '2027-01-01', provisional: true });
    expect(addCalendarDays('2026-12-30', 7, calendar, moves).provisional).toBe(true);
    expect(addCalendarDays('2026-12-30', 7, calendar, stays).provisional).toBe(false);
  });

  test('the same answer as counting on the fingers', () => {
    const rest = [...cn2025.rest, ...cn2026.rest];
    const makeUp = [...cn2025.makeUp, ...cn2026.makeUp];
    const worked = (date: string) => {
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      return makeUp.includes(date) || (weekday !== 0 && weekday !== 6 && !rest.includes(date));
    };
    const onFingers = (from: string, n: number) => {
      const day = new Date(`${from}T00:00:00Z`);
      for (let left = n; left > 0; ) {
        day.setUTCDate(day.getUTCDate() + 1);
        if (worked(day.toISOString().slice(0, 10))) left -= 1;
      }
      return day.toISOString().slice(0, 10);
    };
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (from, n) => {
        const { date } = addWorkingDays(from, n, calendar);
        expect(date).toBe(onFingers(from, n));
        expect(workingDaysBetween(from, date, calendar)).toBe(n);
      }),
    );
  });
});

describe('days and months', () => {
  test('agree with the platform over four centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_000, max: 84_000 }), (day) => {
        const platform = new Date(day * 86_400_000);
        expect(dateOf(day)).toBe(platform.toISOString().slice(0, 10));
        expect(dayNumber(dateOf(day))).toBe(day);
        expect(weekdayOf(dateOf(day)) % 7).toBe(platform.getUTCDay());
      }),
    );
  });

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', ''])(
    '%j is no day',
    (text) => {
      expect(parsePlainDate(text)).toBeUndefined();
      expect(() => addDays(text, 1)).toThrow(RangeError);
    },
  );

  test('months roll over the year; the last day of a month stays the last', () => {
    expect(addMonths('2026-11', 3)).toBe('2027-02');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonthsToDate('2026-08-31', 6)).toBe('2027-02-28');
    expect(firstMonthAfter('2026-12-31')).toBe('2027-01');
  });

  test('someone turns eighteen on the birthday, and born on 29 February on 1 March', () => {
    expect([ageOn('2008-11-24', '2026-11-23'), ageOn('2008-11-24', '2026-11-24')]).toEqual([17, 18]);
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
  });
});

describe('business time is +08:00, wherever the machine stands', () => {
  test('a day begins and ends at midnight in Beijing', () => {
    expect(endOfDayInstant('2026-09-24')).toBe('2026-09-24T15:59:59.999Z');
    expect(lastMoment('2026-09-24')).toBe(Date.parse('2026-09-24T15:59:59.999Z'));
    expect(businessDateOf(Date.parse('2026-09-24T16:00:00Z'))).toBe('2026-09-25');
  });

  test('the first and last moment of a day lie in it, the next ones do not', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        expect([firstMoment(date), lastMoment(date)].map(businessDateOf)).toEqual([date, date]);
        expect(businessDateOf(lastMoment(date) + 1)).toBe(addDays(date, 1));
      }),
    );
  });
});
