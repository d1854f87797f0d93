import type { ProblemRow } from './problemRow.ts';

/** What a case says no with about joint meetings and what they are called for, and about who somebody is. */
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
  meetingNotCalled: [
    409,
    '尚未再次召集联席会议',
    '先召集联席会议（conveneMeeting），再登记提交再议；也可以改由其他部门办理。',
    'No joint meeting is called',
    'Call the departments together first (conveneMeeting), then say that it goes back to them; or give it to another department.',
  ],
  otherPerson: [
    409,
    '所填受助人与已查明的身份不是同一人',
    '手续中不必再填受助人；身份查明有误的，凭登记机关的更正证明先办理身份更正（correctIdentity）。',
    'Names another person than the one whose identity was restored',
    'Leave the person out; where the identity itself was wrong, have it corrected first (correctIdentity), with the proof of whoever certified it.',
  ],
  personUnchanged: [
    409,
    '更正后的身份与已查明的是同一人',
    '核对公民身份号码，填写正确的受助人；没有错误的，不需更正。',
    'It is the person who is on file already',
    'Check the number and name the right person; where nothing was wrong there is nothing to correct.',
  ],
  moreThanGiven: [
    422,
    '金额超过本案已给付的救助',
    '只能就本案给付的部分转责任认定；其他案件的部分在其案件中处理。',
    'More than this case has given',
    'Only what this case gave can go to accountability here; the rest is dealt with in its own case.',
  ],
  personStillUnknown: [
    409,
    '受助人身份尚未查明，不能移交',
    '先登记查明的身份（registerIdentity），或在补齐手续时填写受助人；查明后再办理。',
    'Nobody knows yet who was helped',
    'Register the identity first (registerIdentity), or name the person in the papers; hand over then.',
  ],
  homeIsHere: [
    422,
    '接收地就是本县',
    '填写其户籍地或者常住地的县级区划代码；在本县居住的，由本县继续办理。',
    'The county to hand over to is this county',
    'Give the county where the person is at home; who lives in this county is helped on here.',
  ],
} as const satisfies Record<string, ProblemRow>;
