import type { ProblemRow } from './problemRow.ts';

/** What a case says no with about joint meetings. */
export const meetingProblems = {
  wrongDepartment: [
    403,
    '该事项由另一部门办理',
    '请由事项所列部门的人员办理。',
    'The task is another department’s',
    'Let somebody of the department that the task names decide it.',
  ],
  departmentNotListed: [
    422,
    '该部门不是本县联席会议成员单位',
    '按政策 meeting.departments 所列成员单位填写；需增加的，先由县级发文并录入政策。',
    'The department is not one that this county calls to joint meetings',
    'Name those of the policy meeting.departments; another is first added there, with its document.',
  ],
  opinionsOutstanding: [
    409,
    '部门意见尚未反馈齐全，且反馈期限未满',
    '待各部门反馈意见，或反馈期限届满后召开；期满未反馈的记为缺席。',
    'Departments have not answered yet, and still have time to',
    'Hold the meeting when all have answered or their period is over; who has not answered by then is absent.',
  ],
} as const satisfies Record<string, ProblemRow>;
