import { z } from 'zod';
import { type CalendarYear, parsePlainDate, weekdayOf } from '../domain/calendar.ts';
import type { FileProblem } from './problems.ts';
import { checkFile } from './yamlFile.ts';

const plainDate = z.string().refine((text) => parsePlainDate(text) !== undefined);
const calendarSchema: z.ZodType<CalendarYear> = z.strictObject({
  year: z.int().min(2000).max(2100),
  notice: z.string().min(1),
  version: z.string().min(1),
  rest: z.array(plainDate).min(1),
  makeUp: z.array(plainDate),
});

/** Reads the State Council's list of one year. A list with a day of another year, or a make-up day that is none, is refused. */
export function readCalendarFile(
  file: string,
  text: string,
): { readonly year: CalendarYear | undefined; readonly problems: readonly FileProblem[] } {
  const { content, problems, lineOf } = checkFile(file, text, calendarSchema);
  if (content === undefined) return { year: undefined, problems };
  const found = (['rest', 'makeUp'] as const).flatMap((list) =>
    content[list].flatMap((date, index): FileProblem[] => {
      const wrong = wrongDay(content, list, date);
      return wrong ? [{ file, line: lineOf([list, index]), key: date, ...wrong }] : [];
    }),
  );
  return { year: found.length === 0 ? content : undefined, problems: found };
}

function wrongDay(
  { year, rest }: CalendarYear,
  list: 'rest' | 'makeUp',
  date: string,
): { readonly zh: string; readonly en: string } | undefined {
  if (!date.startsWith(`${year}-`))
    return { zh: `不属于 ${year} 年，请移到该年的文件`, en: `not a day of ${year}, move it to its year's file` };
  if (list === 'rest') return undefined;
  if (weekdayOf(date) <= 5)
    return {
      zh: '调休上班日应为周六或周日，请核对通知',
      en: 'a make-up working day is a Saturday or Sunday, check the notice',
    };
  return rest.includes(date)
    ? { zh: '同一天不能既放假又上班，请核对通知', en: 'one day cannot be both rest and work, check the notice' }
    : undefined;
}
