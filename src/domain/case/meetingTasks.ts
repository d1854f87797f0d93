import type { TaskKind } from './taskKinds.ts';

/** The wait-points of a joint meeting (联席会议、一事一议), which the county's civil affairs bureau calls (SAL-2026 art. 4). */
export const meetingTasks = {
  conveneMeeting: {
    zh: '召集联席会议',
    role: 'county_officer',
    outcomes: ['convened'],
    article: 'SAL-2026 art. 4',
    standing: true,
  },
  giveOpinion: {
    zh: '部门意见',
    role: 'department',
    outcomes: ['agrees', 'disagrees', 'abstains'],
    article: 'SAL-2026 art. 4',
  },
  holdMeeting: {
    zh: '召开联席会议',
    role: 'county_leader',
    outcomes: ['agreed', 'refused'],
    article: 'SAL-2026 art. 4',
  },
  departmentTask: {
    zh: '部门办理议定事项',
    role: 'department',
    outcomes: ['done', 'cannot'],
    article: 'SAL-2026 art. 4',
  },
  reassign: {
    zh: '议定事项重新安排',
    role: 'county_officer',
    outcomes: ['reassigned', 'backToMeeting', 'dropped'],
    article: 'SAL-2026 art. 4',
  },
} as const satisfies Record<string, TaskKind>;
