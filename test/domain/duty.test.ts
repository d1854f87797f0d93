import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import type { OfficerId } from '../../src/domain/case/ids.ts';
import { callsTheSame, collidingTurn, type Duty, dutyText, type Span, turnsWithin } from '../../src/domain/duty.ts';

const turn = (officer: string, order: number, from: number, until: number): Duty => ({
  officer: officer as OfficerId,
  order,
  from,
  until,
});

it('one officer has a place in the line at a time, and an officer one place', () => {
  const first = turn('a', 1, 0, 8);
  expect(collidingTurn([first, turn('b', 2, 0, 8), turn('b', 1, 8, 16)])).toBeUndefined();
  expect(collidingTurn([first, turn('b', 1, 7, 9)])).toBe(1);
  expect(collidingTurn([first, turn('b', 2, 0, 8), turn('a', 3, 4, 5)])).toBe(2);
});

const somebody = fc.constantFrom('a', 'b', 'c');
const instant = fc.integer({ min: 0, max: 40 });
const spans = fc
  .tuple(instant, fc.integer({ min: 1, max: 20 }))
  .map(([from, length]): Span => ({ from, until: from + length }));
/** Turns that can stand beside each other: whatever collides with one before it is left out. */
const rosters = fc
  .array(
    fc
      .tuple(somebody, fc.integer({ min: 1, max: 3 }), spans)
      .map(([officer, order, { from, until }]) => turn(officer, order, from, until)),
    { maxLength: 8 },
  )
  .map((duties) => {
    const kept: Duty[] = [];
    for (const duty of duties) if (collidingTurn(kept.concat(duty)) === undefined) kept.push(duty);
    return kept;
  });
/** Who is called at an instant, in order. */
const lineAt = (duties: readonly Duty[], at: number) =>
  duties
    .filter(({ from, until }) => from <= at && at < until)
    .sort((a, b) => a.order - b.order)
    .map(({ officer, order }) => `${order}${officer}`);
const instantsOf = ({ from, until }: Span) => Array.from({ length: until - from }, (_, i) => from + i);

property.prop([rosters, spans])('what is cut out of a roster calls the same people at each instant', (duties, span) => {
  const cut = turnsWithin(duties, span);
  for (const at of instantsOf(span)) expect(lineAt(cut, at)).toEqual(lineAt(duties, at));
  expect(cut.every(({ from, until }) => span.from <= from && from < until && until <= span.until)).toBe(true);
  expect(collidingTurn(cut)).toBeUndefined();
});

property.prop([rosters, rosters, spans])(
  'two rosters call the same within a span exactly where each instant does',
  (one, other, span) => {
    const same = instantsOf(span).every((at) => lineAt(one, at).join() === lineAt(other, at).join());
    expect(callsTheSame(one, other, span)).toBe(same);
  },
);

property.prop([rosters, instant, spans])('a turn cut in two is still the same turn', (duties, at, span) => {
  const cut = duties.flatMap((duty) =>
    duty.from < at && at < duty.until
      ? [
          { ...duty, until: at },
          { ...duty, from: at },
        ]
      : [duty],
  );
  expect(callsTheSame(cut, duties, span)).toBe(true);
});

it('a call says place, event, number and minutes, and nothing of anybody', () => {
  const call = {
    township: '玉阳街道',
    kind: 'fire' as const,
    caseNumber: 'JN-420582-2026-000001',
    answerMinutes: 30,
    aidMinutes: 1440,
  };
  expect(dutyText('duty_officer', call)).toBe(
    '【玉阳街道】急难报告：火灾，编号JN-420582-2026-000001。请在30分钟内登录系统接报；先行救助时限剩余1440分钟。',
  );
  expect(dutyText('county_officer', call)).toContain('30分钟内无人接报的，由县级接报');
});
