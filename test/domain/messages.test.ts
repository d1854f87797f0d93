import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/domain/calendar.ts';
import { messageKinds } from '../../src/domain/case/events.ts';
import { surnameForm, textOf } from '../../src/domain/case/messages.ts';
import { digestText } from '../../src/domain/digest.ts';
import { mayGoAt } from '../../src/domain/sendingHours.ts';
import { yuyang } from './policyBuilder.ts';

const year = JSON.parse(readFileSync(new URL('../../counties/calendar/cn-2026.json', import.meta.url), 'utf8'));
const calendar = calendarOf([year]);
const goes = (at: string) =>
  new Date(mayGoAt(Date.parse(`${at}:00+08:00`), { from: 8, until: 20 }, calendar) + 8 * 3_600_000)
    .toISOString()
    .slice(0, 16);

describe('nobody is written to at night or on a rest day', () => {
  it.each([
    ['2026-09-21T09:00', '2026-09-21T09:00', 'on a working day at once'],
    ['2026-09-21T19:59', '2026-09-21T19:59', 'up to the last minute'],
    ['2026-09-21T20:00', '2026-09-22T08:00', 'in the evening the next morning'],
    ['2026-09-21T03:00', '2026-09-21T08:00', 'before dawn the same morning'],
    ['2026-09-18T21:00', '2026-09-20T08:00', 'on a Friday evening on the Sunday that is worked instead (调休)'],
    ['2026-11-06T21:00', '2026-11-09T08:00', 'on a Friday evening on Monday'],
    ['2026-11-07T12:00', '2026-11-09T08:00', 'at noon on a Saturday on Monday'],
    ['2026-09-30T20:30', '2026-10-08T08:00', 'on the eve of National Day when it is over'],
    ['2026-10-03T10:00', '2026-10-08T08:00', 'in the middle of the holiday when it is over'],
    ['2026-10-09T20:30', '2026-10-10T08:00', 'on the eve of a Saturday that is worked on that Saturday'],
  ])('%s → %s: %s', (at, then) => {
    expect(goes(at)).toBe(then);
  });
});

describe('what a household is written', () => {
  const data = { caseNumber: 'DD-420582-2026-000001', applicant: '测试甲', township: '玉阳街道' };

  it.each(messageKinds)('%s: who sends it, the surname alone, what to do and where, the case number', (kind) => {
    const text = textOf(kind, data);
    expect(text).toMatch(/^【玉阳街道】测某：.+编号DD-420582-2026-000001。$/);
    expect(text).toContain('玉阳街道办事处民政窗口');
    expect(text.length).toBeLessThanOrEqual(140);
    // Whoever looks at the phone learns nothing of benefit or amount.
    expect(text).not.toMatch(/低保|最低生活|救助|元|测试/);
  });

  it('the surname stands for the name', () => {
    expect(['王秀兰', '欧阳示例', '欧阳', '阿依古丽·示例', ''].map(surnameForm)).toEqual([
      '王某',
      '欧阳某',
      '欧某',
      '阿某',
      '某',
    ]);
  });
});

it('an officer’s digest counts, and names no case and no person', () => {
  const digest = {
    role: 'township_clerk',
    division: yuyang,
    withinWorkingDays: 3,
    open: 3,
    dueSoon: 1,
    overdue: 1,
    kinds: [
      { kind: 'accept', open: 2, dueSoon: 1, overdue: 1 },
      { kind: 'supplement', open: 1, dueSoon: 0, overdue: 0 },
    ],
  } as const;
  expect(digestText(digest, '玉阳街道')).toBe(
    '【玉阳街道】乡镇（街道）经办人员今日待办3件，其中3个工作日内到期1件，已逾期1件：受理审查2件、补正材料1件。请登录系统办理。',
  );
});
