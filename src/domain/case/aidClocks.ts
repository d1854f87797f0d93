import type { ClockKind } from './clockKinds.ts';

/** The periods of temporary aid that a household's case has not. */
export const aidClocks = {
  proposeFollowUp: {
    zh: '重新提出跟进救助',
    limit: 'temporary.reviewDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 37',
    owner: 'township',
  },
  decideAid: {
    zh: '临时救助决定',
    limit: 'temporary.decideDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 44',
    owner: 'county',
  },
  aidStageDay: {
    zh: '等待下一阶段',
    limit: 'temporary.maxMonths',
    unit: 'months',
    untilStageOpens: true,
    article: 'OP-2020 item 15',
  },
  aidStageFact: {
    zh: '等待阶段条件成就',
    limit: 'temporary.maxMonths',
    unit: 'months',
    article: 'OP-2020 item 15',
    owner: 'township',
  },
  giveAid: {
    zh: '给付本阶段救助',
    limit: 'temporary.giveDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 29',
    owner: 'township',
  },
} as const satisfies Record<string, ClockKind>;
