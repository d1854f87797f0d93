import type { z } from 'zod';
import type { testClockSchema } from '../contracts/http/law.ts';
import { addDays, weekdayOf } from '../domain/calendar.ts';
import type { Api } from './api.ts';
import { cast } from './cast.ts';
import { type Text, t } from './words.ts';

type Now = z.output<typeof testClockSchema>;

/** The test clock in the hands of the demo: the offices' days go by in an instant. */
export interface Days {
  /** The business date. */
  today(): string;
  /** Goes on to this day, nine in the morning; a day that has come already is left as it is. */
  goTo(date: string): Promise<void>;
  /** An hour of this day or another one, as an instant. */
  instant(hour: string, date?: string): string;
  /** Goes on to this hour of the day; one that has come already is left as it is. */
  at(hour: string): Promise<void>;
  /** The hour it is. */
  time(): Text;
  /** Goes on to the next day that offices are open. */
  next(): Promise<void>;
}

export async function openDays(api: Api): Promise<Days> {
  let now = await api.get<Now>(cast.clerk, '/v1/test-clock');
  const goTo = async (date: string) => {
    if (date > now.today) now = await api.send<Now>(cast.clerk, '/v1/test-clock/advance', { to: date });
  };
  const instant = (hour: string, date = now.today) => `${date}T${hour}:00+08:00`;
  await goTo(officeDay(now.today));
  return {
    today: () => now.today,
    instant,
    async at(hour) {
      const to = instant(hour);
      if (Date.parse(to) > Date.parse(now.now)) now = await api.send<Now>(cast.clerk, '/v1/test-clock/advance', { to });
    },
    time: () => t(new Date(Date.parse(now.now) + 8 * 3_600_000).toISOString().slice(11, 16)),
    goTo,
    next: () => goTo(officeDay(addDays(now.today, 1))),
  };
}

/** This day, or the Monday after it: the demo knows weekends only, the periods know the holidays. */
export function officeDay(date: string): string {
  return weekdayOf(date) <= 5 ? date : officeDay(addDays(date, 1));
}
