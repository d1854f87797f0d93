import type { ChangeRefusal } from '../domain/case/applyChanges.ts';
import type { ProblemRow } from './problemRow.ts';
import type { requestProblems } from './requestProblems.ts';

/** What a household says no with where a change does not fit it; the rest it shares with an application. */
export const changeProblems: Record<Exclude<ChangeRefusal['code'], keyof typeof requestProblems>, ProblemRow> = {
  noSuchMember: [
    422,
    '该家庭没有此成员',
    '按家庭成员名单核对序号；当时尚未加入的成员，先登记其加入。',
    'The household has no such member',
    'Look the number up in the household; somebody who had not joined by that day is registered as joining first.',
  ],
  memberHasLeft: [
    409,
    '该成员当时已不在该家庭',
    '核对成员序号和发生日期；先前登记有误的，先更正。',
    'That member had left the household by that day',
    'Check the number and the day; where the earlier change is wrong, correct that one first.',
  ],
  memberNoTaken: [
    409,
    '成员序号已使用过',
    '为新成员使用下一个从未使用的序号。',
    'That member number was used before',
    'Give a newcomer the next number that nobody of the household ever had.',
  ],
  bornOnAnotherDay: [
    422,
    '出生日期与公民身份号码不符',
    '新生儿的发生日期填写出生日期，并与号码核对。',
    'The day of birth is not the one in the ID number',
    'A birth happened on the day of birth: compare it with the number.',
  ],
  headStands: [
    409,
    '该家庭已有申请人',
    '仅在申请人死亡、迁出、服刑或失踪后变更申请人。',
    'The household has an applicant',
    'Another is named only once the applicant is dead, gone, in prison or missing.',
  ],
  cannotBeHead: [
    422,
    '该成员不能作为申请人',
    '由共同生活的成年成员担任申请人。',
    'That member cannot be the applicant',
    'Name a grown member who lives with the family.',
  ],
  relationsIncomplete: [
    422,
    '成员与新申请人的关系填写不全',
    '除新申请人外，每名成员填写一次。',
    'What the members are to the new applicant is not complete',
    'Say it once for every member but the new applicant.',
  ],
};
