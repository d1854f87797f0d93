import { expect, it } from 'vitest';
import type { Clock } from '../../src/contracts/http/cases.ts';
import { clockInWords } from '../../src/demo/clockWords.ts';

const clock = {
  kind: 'firstAid',
  title: '先行救助',
  dueOn: '2026-12-02',
  dueAt: '2026-12-02T13:10:00.000Z',
  left: { length: 1408, unit: 'minutes' },
  limit: { length: 24, unit: 'hours' },
  colour: 'green',
  provisional: false,
} as Clock;

it('a period of hours ends at an hour, one of days on a day', () => {
  expect(clockInWords(clock).zh).toBe('先行救助24小时，至 2026-12-02 21:10，余1408分钟，绿');
  expect(clockInWords(clock).en).toBe('first aid, 24 hours, until 2026-12-02 21:10, 1408 minutes left, green');
  const days = {
    ...clock,
    limit: { length: 2, unit: 'workingDays' },
    left: { length: 0, unit: 'workingDays' },
  } as Clock;
  expect(clockInWords(days).zh).toBe('先行救助2个工作日，至 2026-12-02，当日到期，绿');
});
