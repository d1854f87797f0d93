import type { ClockKind } from './clockKinds.ts';

/** The periods of a joint meeting. Who does not answer in time is absent; nobody is waited for. */
export const meetingClocks = {
  meetingOpinions: {
    zh: '部门反馈意见',
    limit: 'meeting.opinionDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 4',
  },
  jointMeeting: {
    zh: '召开联席会议',
    limit: 'meeting.holdDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 4',
    owner: 'county',
  },
  departmentTask: {
    zh: '部门办理议定事项',
    limit: 'meeting.followUpDays',
    unit: 'days',
    article: 'SAL-2026 art. 4',
    untilFollowUpDue: true,
    owner: 'county',
  },
  reassign: {
    zh: '议定事项重新安排',
    limit: 'meeting.reassignDays',
    unit: 'workingDays',
    article: 'SAL-2026 art. 4',
    owner: 'county',
  },
} as const satisfies Record<string, ClockKind>;
