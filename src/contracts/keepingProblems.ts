import type { ListRefusal } from '../domain/keeping/list.ts';
import type { ProblemRow } from './problemRow.ts';

/** What the keeping and destroying of files says no with (src/domain/keeping/list.ts). */
export const keepingProblems: Record<ListRefusal, ProblemRow> = {
  nothingToDestroy: [
    409,
    '没有可列入销毁清册的档案',
    '查看到期档案及其保留原因（GET /v1/keeping）；保存期满且没有保留原因的才可列入。',
    'There is no file to destroy',
    'See which files are over and what keeps them (GET /v1/keeping): only those that nothing keeps go on a list.',
  ],
  fileIsKept: [
    409,
    '所选档案中有不得销毁的',
    '移去所列案件后重新提出；未列出的，不存在、未办结或已在其他清册上。',
    'Some of the named files are to be kept',
    'Propose the list again without those named; what is not named is missing, has not ended, or is on another list.',
  ],
  listMovedOn: [
    409,
    '清册所处环节已变化',
    '刷新清册，按其现状办理；已开始销毁的不能撤回。',
    'The list does not stand where this is done',
    'Reload the list and go by how it stands; once it is released it cannot be withdrawn.',
  ],
  listApprovedByProposer: [
    403,
    '不得审批本人提出的清册',
    '由另一位负责人审批。',
    'Who proposed the list may not approve it',
    'Have another person approve it.',
  ],
  listSupervisedByOthers: [
    403,
    '监销人须为提出人、审批人以外的不同人员',
    '由尚未参与该清册的人员监销。',
    'A list is supervised by others than have had to do with it, each once',
    'Have somebody supervise it who has neither proposed, approved nor supervised it.',
  ],
  listFilesDiffer: [
    409,
    '所填卷数与清册不符',
    '重新查看清册，可能已有档案移出；核对后填写现有卷数。',
    'The number of files named is not that of the list',
    'Look at the list again, for a file may have been taken off it; compare, and name the number now on it.',
  ],
  holdInThePast: [
    422,
    '延期日期须在今日之后',
    '填写今日之后的日期。',
    'A file is kept on until a day to come',
    'Name a day after today.',
  ],
  holdShortened: [
    403,
    '已决定的延期只能由县级负责人提前结束',
    '填写不早于现有延期的日期，或由县级负责人办理。',
    'Who lets a file go earlier than was decided is the county’s leader',
    'Name a day no earlier than the one it is kept until now, or have the county’s leader decide.',
  ],
  caseDestroyed: [
    410,
    '该案卷内容已依销毁清册销毁',
    '保留的内容见案件详情、时间线、决定列表和审计链；销毁日期和清册编号见案件详情。再次申请的，作为新案件办理。',
    'What was on file of this case was destroyed from a list',
    'What remains is in the case, its timeline, decisions and journal; the case says when and by which list. A new application is a new case.',
  ],
};
