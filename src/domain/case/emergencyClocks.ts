import type { ClockKind } from './clockKinds.ts';

/** The periods of emergency aid. Those in hours and minutes run day and night, rest days included. */
export const emergencyClocks = {
  firstAid: {
    zh: '先行救助',
    limit: 'emergency.aidHours',
    unit: 'hours',
    warnsBefore: 'emergency.warnMinutes',
    article: 'SAL-2026 art. 50',
    owner: 'township',
  },
  answerReport: { zh: '接报响应', limit: 'emergency.answerMinutes', unit: 'minutes', article: 'SAL-2026 art. 50' },
  transferFate: {
    zh: '转账结果',
    limit: 'emergency.settlementMinutes',
    unit: 'minutes',
    article: 'SAL-2026 art. 50',
    owner: 'township',
  },
  endEmergency: {
    zh: '登记急难结束',
    limit: 'emergency.endDays',
    unit: 'days',
    article: 'SAL-2026 art. 50',
    owner: 'township',
  },
  emergencyPapers: {
    zh: '补齐手续',
    limit: 'emergency.papers',
    unit: 'asSet',
    fromEndOfEmergency: true,
    article: 'SAL-2026 art. 50',
    owner: 'township',
  },
  answerForAid: {
    zh: '责任认定',
    limit: 'limit.decideRecovery',
    unit: 'workingDays',
    article: 'SAL-2026 arts. 70, 73',
    owner: 'county',
  },
  confirmCorrection: {
    zh: '身份更正审核',
    limit: 'limit.lookAtDuplicates',
    unit: 'workingDays',
    article: 'SAL-2026 art. 50',
    owner: 'county',
  },
  lookAtDuplicates: {
    zh: '核对重复救助',
    limit: 'limit.lookAtDuplicates',
    unit: 'workingDays',
    article: 'SAL-2026 arts. 41, 73',
    owner: 'county',
  },
} as const satisfies Record<string, ClockKind>;
