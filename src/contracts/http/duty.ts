import { z } from 'zod';
import { dutyRoles } from '../../domain/duty.ts';
import { division, instant, officer } from './fields.ts';

const longestDays = 31;
/** An instant of our times: PostgreSQL has no year 0, and no roster reaches into the next century. */
const when = z.iso
  .datetime({ offset: true })
  .refine((text) => /^20\d\d-/.test(text), { error: 'a year of this century 年份有误' });

const span = { from: when, until: when.describe('Not included / 不含') };
const inOrder = ({ from, until }: { from: string; until: string }) => Date.parse(from) < Date.parse(until);
const short = ({ from, until }: { from: string; until: string }) =>
  Date.parse(until) - Date.parse(from) <= longestDays * 86_400_000;
const beforeEnd = { error: '`until` must be later than `from` 止应晚于起', path: ['until'] };
const notTooLong = { error: `at most ${longestDays} days 一次最多${longestDays}天`, path: ['until'] };

const seat = {
  division: division.describe('A township, or the county whose officers answer where no township does / 区划'),
  role: z.enum(dutyRoles).default('duty_officer'),
};

export const rosterQuery = z
  .strictObject({ ...seat, ...span })
  .refine(inOrder, beforeEnd)
  .refine(short, notTooLong);

export const rosterSetSchema = z
  .strictObject({
    ...seat,
    ...span,
    duties: z
      .array(
        z
          .strictObject({ officer, order: z.int().min(1).max(9).describe('1 is called first / 呼叫顺序'), ...span })
          .refine(inOrder, beforeEnd),
      )
      .max(500),
  })
  .refine(inOrder, beforeEnd)
  .refine(short, notTooLong)
  .meta({
    id: 'DutyRosterSet',
    description: 'Who is on call from one instant until another, in the place of what stood there / 值班安排',
    example: {
      division: '420582001000',
      role: 'duty_officer',
      from: '2026-09-21T18:00:00+08:00',
      until: '2026-09-22T08:00:00+08:00',
      duties: [
        {
          officer: '420582-0002',
          order: 1,
          from: '2026-09-21T18:00:00+08:00',
          until: '2026-09-22T08:00:00+08:00',
        },
      ],
    },
  });

export const rosterSchema = z
  .object({
    division,
    role: z.enum(dutyRoles),
    from: instant,
    until: instant,
    duties: z.array(
      z.object({
        officer: z.string(),
        order: z.int(),
        from: instant,
        until: instant,
        setBy: z.string(),
        setAt: instant,
      }),
    ),
    gaps: z.array(z.object({ from: instant, until: instant })).describe('When nobody is on call / 无人值班时段'),
  })
  .meta({ id: 'DutyRoster', description: 'On-call duty / 值班表' });
