import type { ClockKind } from './clockKinds.ts';
import type { TaskKind } from './taskKinds.ts';

/** 转介: one window takes a person up and passes the matter on; nobody is sent away (SAL-2026 art. 64). */
export const referralTasks = {
  referOn: {
    zh: '转介',
    role: 'township_clerk',
    outcomes: ['referred', 'emergency'],
    article: 'SAL-2026 art. 64',
    standing: true,
  },
  answerReferral: {
    zh: '答复转介',
    role: 'township_clerk',
    outcomes: ['taken', 'declined', 'opened'],
    article: 'SAL-2026 art. 64',
  },
  recordAnswer: {
    zh: '登记部门答复',
    role: 'county_officer',
    outcomes: ['taken', 'declined'],
    article: 'SAL-2026 art. 64',
  },
} as const satisfies Record<string, TaskKind>;

/** By when the side that receives a referral answers. */
export const referralClocks = {
  answerReferral: {
    zh: '转介答复',
    limit: 'referral.answerDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 64',
    owner: 'township',
  },
  recordAnswer: {
    zh: '部门答复转介',
    limit: 'referral.answerDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 64',
    owner: 'county',
  },
} as const satisfies Record<string, ClockKind>;
