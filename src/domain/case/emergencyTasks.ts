import type { TaskKind } from './taskKinds.ts';

const answers = ['responded', 'duplicate', 'notEmergency'] as const;
const forms = ['transfer', 'cash', 'goods', 'referral'] as const;

/** The wait-points of emergency aid (救急难): money first, papers afterwards (SAL-2026 art. 50). */
export const emergencyTasks = {
  answerReport: {
    zh: '急难接报',
    role: 'duty_officer',
    outcomes: answers,
    article: 'SAL-2026 arts. 37, 50',
  },
  answerForTownship: {
    zh: '县级代为接报',
    role: 'county_officer',
    outcomes: answers,
    article: 'SAL-2026 arts. 37, 50',
  },
  firstAid: {
    zh: '小额先行救助',
    role: 'duty_officer',
    outcomes: [...forms, 'toCounty', 'notNeeded'],
    article: 'SAL-2026 art. 50',
  },
  countyAid: {
    zh: '县级先行救助',
    role: 'county_officer',
    outcomes: [...forms, 'refused'],
    article: 'SAL-2026 art. 50',
  },
  payOtherwise: {
    zh: '更换支付方式',
    role: 'aidGiver',
    outcomes: ['transfer', 'cash', 'goods', 'notNeeded'],
    article: 'SAL-2026 art. 50',
  },
  recallTransfer: {
    zh: '撤回转账',
    role: 'aidGiver',
    outcomes: ['recall'],
    article: 'SAL-2026 art. 50',
    standing: true,
  },
  endEmergency: { zh: '登记急难结束', role: 'township_clerk', outcomes: ['ended'], article: 'SAL-2026 art. 50' },
  completePapers: { zh: '补齐手续', role: 'township_clerk', outcomes: ['completed'], article: 'SAL-2026 art. 50' },
  confirmAid: {
    zh: '复核补签',
    role: 'county_officer',
    outcomes: ['confirmed', 'notConfirmed', 'returned'],
    article: 'SAL-2026 arts. 44, 50',
    notAlso: 'aidGivenBy',
  },
  answerForAid: {
    zh: '责任认定',
    role: 'county_leader',
    outcomes: ['goodFaith', 'recover'],
    article: 'SAL-2026 arts. 70, 73',
    notAlso: 'aidGivenBy',
  },
} as const satisfies Record<string, TaskKind>;
