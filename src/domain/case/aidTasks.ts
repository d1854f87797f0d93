import type { TaskKind } from './taskKinds.ts';

/** The wait-points of temporary aid, and of what follows upon first aid: one decision, given stage by stage (OP-2020 item 15). */
export const aidTasks = {
  proposeFollowUp: {
    zh: '提出跟进救助',
    role: 'township_reviewer',
    outcomes: ['proposed', 'notNeeded'],
    article: 'SAL-2026 art. 29; OP-2020 item 15',
    standing: true,
  },
  proposeAid: {
    zh: '临时救助初审意见',
    role: 'township_reviewer',
    outcomes: ['proposed', 'refusalProposed', 'resurvey'],
    article: 'SAL-2026 arts. 29, 37',
  },
  decideAid: {
    zh: '临时救助决定',
    role: 'aidDecider',
    outcomes: ['approved', 'refused', 'returned'],
    article: 'SAL-2026 arts. 29, 44',
    apart: ['investigated', 'reviewed'],
  },
  registerAidFact: {
    zh: '登记阶段条件成就',
    role: 'township_clerk',
    outcomes: ['reached'],
    article: 'OP-2020 item 15',
  },
  giveAid: {
    zh: '给付本阶段救助',
    role: 'aidGiver',
    outcomes: ['transfer', 'cash', 'goods'],
    article: 'SAL-2026 art. 29; OP-2020 item 15',
  },
  bridge: {
    zh: '过渡性救助',
    role: 'township_reviewer',
    outcomes: ['transfer', 'cash'],
    article: 'SAL-2026 art. 29; OP-2020 item 15',
    standing: true,
  },
  stopAid: {
    zh: '停止后续救助',
    role: 'aidDecider',
    outcomes: ['stopped'],
    article: 'SAL-2026 art. 29; OP-2020 item 15',
    standing: true,
  },
} as const satisfies Record<string, TaskKind>;
