import { aidTasks } from './aidTasks.ts';
import { emergencyTasks } from './emergencyTasks.ts';
import { identityTasks } from './identityTasks.ts';
import { meetingTasks } from './meetingTasks.ts';
import { referralTasks } from './referralTasks.ts';
import type { Role } from './roles.ts';

/**
 * Every kind of wait-point at which a person decides: who may, which outcomes there are, under which article.
 * `standing` tasks may be decided at any time and ask for nothing: they are not on a worklist.
 * `apart` names earlier work whose doer may not decide this one (separation of persons).
 */
export interface TaskKind {
  readonly zh: string;
  /** `department`: the one that the task names, of those a joint meeting was called of; `named`: the role it names. */
  readonly role: Role | 'confirmer' | 'supervisor' | 'aidDecider' | 'aidGiver' | 'department' | 'named';
  readonly outcomes: readonly string[];
  readonly article: string;
  readonly standing?: true;
  readonly apart?: readonly ('investigated' | 'reviewed')[];
  /** The one whose work this decides about, and who may not decide it. */
  readonly notAlso?: 'accountRequestedBy' | 'recoveryProposedBy' | 'aidGivenBy' | 'correctionProposedBy';
}

const kinds = {
  accept: {
    zh: '受理审查',
    role: 'township_clerk',
    outcomes: ['accepted', 'supplementNeeded', 'notAccepted'],
    article: 'MCA-57 art. 10',
  },
  supplement: {
    zh: '补正材料',
    role: 'township_clerk',
    outcomes: ['supplemented', 'notSupplemented'],
    article: 'MCA-57 art. 10',
  },
  startSurvey: {
    zh: '启动家庭经济状况调查',
    role: 'township_reviewer',
    outcomes: ['started'],
    article: 'MCA-57 art. 15',
  },
  homeVisit: { zh: '入户调查', role: 'investigator', outcomes: ['visited'], article: 'MCA-57 art. 16' },
  startCheck: { zh: '启动信息核对', role: 'county_officer', outcomes: ['started'], article: 'MCA-57 art. 17' },
  chaseCheck: {
    zh: '催办信息核对',
    role: 'county_officer',
    outcomes: ['resend', 'paperReport'],
    article: 'MCA-57 art. 17',
  },
  completeCheck: {
    zh: '补齐核对来源',
    role: 'county_officer',
    outcomes: ['resend', 'paperReport'],
    article: 'MCA-57 art. 17',
  },
  resolveDiscrepancy: {
    zh: '核实差异',
    role: 'township_reviewer',
    outcomes: ['declarationStands', 'reportStands'],
    article: 'MCA-57 arts. 17, 18',
  },
  objectToCheck: {
    zh: '核对结果异议',
    role: 'township_clerk',
    outcomes: ['objected', 'notObjected'],
    article: 'MCA-57 art. 18',
  },
  review: {
    zh: '初审意见',
    role: 'township_reviewer',
    outcomes: ['proposeGrant', 'proposeRefusal', 'resurvey'],
    article: 'MCA-57 arts. 18, 19',
  },
  objection: {
    zh: '公示异议',
    role: 'township_clerk',
    outcomes: ['objected'],
    article: 'MCA-57 art. 19',
    standing: true,
  },
  handleObjection: {
    zh: '处理公示异议',
    role: 'township_reviewer',
    outcomes: ['resurvey', 'appraised'],
    article: 'MCA-57 art. 19',
  },
  countyVisit: {
    zh: '县级入户核查',
    role: 'county_officer',
    outcomes: ['visited'],
    article: 'MCA-57 art. 20',
    standing: true,
  },
  confirm: {
    zh: '审核确认',
    role: 'confirmer',
    outcomes: ['approved', 'refused', 'returned'],
    article: 'MCA-57 arts. 20, 21',
    apart: ['investigated', 'reviewed'],
  },
  deliverRefusal: {
    zh: '送达不予确认通知',
    role: 'township_clerk',
    outcomes: ['delivered'],
    article: 'MCA-57 art. 21',
  },
  correctAccount: {
    zh: '更正收款账户',
    role: 'township_clerk',
    outcomes: ['corrected'],
    article: 'MCA-57 art. 25',
  },
  periodicReview: {
    zh: '定期核查',
    role: 'investigator',
    outcomes: ['unchanged', 'changed'],
    article: 'MCA-57 art. 31',
  },
  registerChange: {
    zh: '登记家庭变化',
    role: 'township_clerk',
    outcomes: ['registered'],
    article: 'MCA-57 art. 30; SAL-2026 art. 46',
    standing: true,
  },
  verifyChange: {
    zh: '核实家庭变化',
    role: 'investigator',
    outcomes: ['confirmed', 'notConfirmed'],
    article: 'MCA-57 art. 30',
  },
  confirmMatch: {
    zh: '核实数据比对',
    role: 'township_reviewer',
    outcomes: ['confirmed', 'wrong'],
    article: 'MCA-57 art. 30; NOTICE-2022 part 1',
  },
  proposeChange: {
    zh: '变更初审意见',
    role: 'township_reviewer',
    outcomes: [
      'keep',
      'keepDespite',
      'raise',
      'lower',
      'gradualExit',
      'restore',
      'suspend',
      'resume',
      'stop',
      'succeed',
    ],
    article: 'MCA-57 arts. 31, 32, 33',
  },
  hear: {
    zh: '听取意见',
    role: 'township_clerk',
    outcomes: ['heard', 'notPossible', 'newFacts'],
    article: 'SAL-2026 art. 48',
  },
  confirmChange: {
    zh: '变更审核确认',
    role: 'confirmer',
    outcomes: ['approved', 'refused', 'returned'],
    article: 'MCA-57 art. 32; SAL-2026 art. 48',
    apart: ['investigated', 'reviewed'],
  },
  deliverChange: {
    zh: '送达变更决定',
    role: 'township_clerk',
    outcomes: ['delivered'],
    article: 'SAL-2026 art. 48',
  },
  requestAccountChange: {
    zh: '申请变更收款账户',
    role: 'township_clerk',
    outcomes: ['requested'],
    article: 'MCA-57 art. 25',
    standing: true,
  },
  approveAccountChange: {
    zh: '审核变更收款账户',
    role: 'township_reviewer',
    outcomes: ['approved', 'refused'],
    article: 'MCA-57 art. 25',
    notAlso: 'accountRequestedBy',
  },
  proposeRecovery: {
    zh: '提出追缴意见',
    role: 'township_reviewer',
    outcomes: ['propose', 'waive'],
    article: 'SAL-2026 art. 74',
  },
  recordReply: {
    zh: '登记陈述意见',
    role: 'township_clerk',
    outcomes: ['replied'],
    article: 'SAL-2026 art. 48',
  },
  decideRecovery: {
    zh: '追缴决定',
    role: 'confirmer',
    outcomes: ['recover', 'waive', 'returned'],
    article: 'SAL-2026 arts. 73, 74',
    notAlso: 'recoveryProposedBy',
  },
  recordRepayment: {
    zh: '登记退款',
    role: 'finance_officer',
    outcomes: ['repaid'],
    article: 'SAL-2026 art. 74',
  },
  waiveRemainder: {
    zh: '免除余额',
    role: 'county_leader',
    outcomes: ['waived'],
    article: 'SAL-2026 art. 74',
    standing: true,
  },
  registerRemedy: {
    zh: '登记复议或诉讼',
    role: 'county_officer',
    outcomes: ['registered'],
    article: 'ARL-2023 art. 20; ALL art. 46',
    standing: true,
  },
  recordRemedy: {
    zh: '登记复议或诉讼结果',
    role: 'county_officer',
    outcomes: ['upheld', 'withdrawn', 'changed', 'revoked', 'redo'],
    article: 'ARL-2023 arts. 63, 64, 68; ALL arts. 69, 70, 77',
  },
  withdraw: {
    zh: '撤回申请',
    role: 'township_clerk',
    outcomes: ['withdrawn'],
    article: 'MCA-57 art. 4',
    standing: true,
  },
  terminate: {
    zh: '终止审核确认',
    role: 'township_reviewer',
    outcomes: ['terminated'],
    article: 'MCA-57 art. 29',
    standing: true,
  },
  extendProcedure: {
    zh: '延长办理期限',
    role: 'township_reviewer',
    outcomes: ['extended'],
    article: 'MCA-57 art. 22',
    standing: true,
  },
  registerComplaint: {
    zh: '登记投诉举报',
    role: 'township_clerk',
    outcomes: ['registered'],
    article: 'MCA-57 arts. 20, 37',
    standing: true,
  },
  ...emergencyTasks,
  ...referralTasks,
  ...meetingTasks,
  ...identityTasks,
  ...aidTasks,
  escalation: { zh: '督办', role: 'supervisor', outcomes: ['instructed'], article: 'MCA-57 art. 36' },
} as const satisfies Record<string, TaskKind>;

export type TaskKindName = keyof typeof kinds;
/** What was decided on a task of this kind. */
export type OutcomeOf<K extends TaskKindName> = (typeof kinds)[K]['outcomes'][number];

export const taskKinds: Record<TaskKindName, TaskKind> = kinds;

export function isTaskKind(name: string): name is TaskKindName {
  return Object.hasOwn(kinds, name);
}
