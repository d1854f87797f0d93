import { expect, it } from 'vitest';
import type { Dated } from '../../src/domain/case/clockCertificate.ts';
import { certificateOf } from '../../src/domain/case/clockCertificate.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import type { Key } from '../../src/domain/case/ids.ts';
import { sentenceOf } from '../../src/domain/case/sentences.ts';

const key = 'intake.1.wholeProcedureClock' as Key;
const deadline = {
  from: '2026-03-02',
  dueOn: '2026-04-14',
  dueAt: Date.parse('2026-04-15T00:00:00+08:00'),
  calendar: 'cn-2026.1',
  provisional: false,
};
const started: CaseEvent = {
  type: 'clockStarted',
  key,
  kind: 'wholeProcedure',
  ...deadline,
  days: 30,
  unit: 'workingDays',
  ground: '第二十二条',
  level: 'national',
};
const at = (day: string, event: CaseEvent): Dated => ({ at: new Date(`${day}T10:00:00+08:00`).toISOString(), event });
const paused: CaseEvent = { type: 'clockPaused', key, reason: 'postingNotCounted', on: '2026-03-20' };
const resumed: CaseEvent = {
  type: 'clockResumed',
  key,
  ...deadline,
  dueOn: '2026-04-23',
  dueAt: Date.parse('2026-04-24T00:00:00+08:00'),
};
const stopped: CaseEvent = { type: 'clockStopped', key };

it('says of a period when it began, each pause with its reason, when it ended, and that it was kept', () => {
  const journal = [
    at('2026-03-02', started),
    at('2026-03-20', paused),
    at('2026-03-27', resumed),
    at('2026-04-23', stopped),
  ];
  expect(certificateOf(journal, key)).toEqual({
    kind: 'wholeProcedure',
    article: 'MCA-57 art. 22; NOTICE-2022 part 4',
    ground: '第二十二条',
    level: 'national',
    limit: { length: 30, unit: 'workingDays' },
    startedAt: '2026-03-02T02:00:00.000Z',
    countedFrom: '2026-03-02',
    changes: [],
    pauses: [{ reason: 'postingNotCounted', from: '2026-03-20', until: '2026-03-27' }],
    dueOn: '2026-04-23',
    endedAt: '2026-04-23T02:00:00.000Z',
    verdict: 'onTime',
    calendar: 'cn-2026.1',
    provisional: false,
  });
});

it.each([
  ['2026-04-14', 'onTime'],
  ['2026-04-15', 'late'],
])('the last day counts to its end: ended on %s it is %s', (day, verdict) => {
  expect(certificateOf([at('2026-03-02', started), at(day, stopped)], key)?.verdict).toBe(verdict);
});

it('a posting that was up for all its days has run out, and was not late', () => {
  const posting = { ...started, key: 'posting.1.posting' as Key, kind: 'posting' } as const;
  const journal = [at('2026-03-02', posting), at('2026-04-15', { ...stopped, key: posting.key })];
  expect(certificateOf(journal, posting.key)?.verdict).toBe('elapsed');
});

it('certifies nothing of a period that never began', () => {
  expect(certificateOf([at('2026-03-02', started)], 'posting.1.postingClock' as Key)).toBeUndefined();
});

it('tells the journal in the words of the procedure', () => {
  expect(sentenceOf(started)).toBe('全程办理期限开始，至2026-04-14止（第二十二条）');
  expect(sentenceOf({ type: 'clockPassed', key: 'posting.1.postingClock' as Key })).toBe('公示期已过');
  expect(sentenceOf({ type: 'caseEnded', as: 'withdrawn' })).toBe('案件办结：申请人撤回');
});
