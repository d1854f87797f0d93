import type { ProblemRow } from './problemRow.ts';

/** What a roster of on-call duty, and the register of officers, are refused for. */
export const dutyProblems = {
  noSuchSeat: [
    422,
    '这一级区划没有该岗位',
    '乡镇（街道）填 duty_officer，县级填 county_officer。',
    'No such role at this level of division',
    'A township has the role duty_officer on call, a county the role county_officer.',
  ],
  dutyOutsideRange: [
    422,
    '值班时段超出所设范围',
    '各时段须在 from 与 until 之间；需要时扩大范围。',
    'A turn reaches beyond the range that is set',
    'Keep each turn between `from` and `until`, or set a wider range.',
  ],
  dutyCollides: [
    422,
    '值班安排冲突',
    '同一时刻同一顺序只能安排一人，同一人只能排一个顺序；更正所列时段。',
    'Two turns cannot be at the same time',
    'At any instant one officer has a place in the line, and an officer one place: correct the listed turn.',
  ],
  dutyInThePast: [
    409,
    '已过去的值班安排不得改动',
    '从尚未到来的时刻起安排；已过去的部分照原样填写。',
    'What was set for the past stays as it was',
    'Begin at an instant still to come, or give the past part as it stands.',
  ],
  officerElsewhere: [
    409,
    '该工号已登记在其他地区',
    '核对工号；确已调入的，先由原地区登记离岗并改用本地区的工号。',
    'The number is somebody’s of another place',
    'Check the number; who has moved here is entered under a number of this place, and as departed there.',
  ],
  officerWithoutPhone: [
    409,
    '所列人员未登记该岗位的联系电话，夜间无法呼叫',
    '请系统管理员先为其登记电话（PUT /v1/officers/{officer}/contact），再安排值班。',
    'No phone of the listed officer is on file for this seat: a call at night would reach nobody',
    'Have the administrator register it (PUT /v1/officers/{officer}/contact), then set the duty.',
  ],
} as const satisfies Record<string, ProblemRow>;
