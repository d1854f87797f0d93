import type { ReviewClass } from '../dibao/reviewClass.ts';
import type { PolicyKey } from '../policy.ts';
import { aidClocks } from './aidClocks.ts';
import { emergencyClocks } from './emergencyClocks.ts';
import { meetingClocks } from './meetingClocks.ts';
import { referralClocks } from './referralTasks.ts';

/** Working days, days and months end with a day; hours and minutes run day and night, rest days included. */
export type ClockUnit = 'workingDays' | 'days' | 'months' | 'hours' | 'minutes';

/**
 * Every statutory or local period of a case: where its length comes from, under which article, and which
 * supervisor is called when it passes. The length itself is dated policy of the county.
 */
export interface ClockKind {
  readonly zh: string;
  readonly limit: PolicyKey;
  /** Where the confirmation is delegated to the township, its own length holds (NOTICE-2022 part 4). */
  readonly limitDelegated?: PolicyKey;
  /** Temporary aid has a length of its own. */
  readonly limitTemporary?: PolicyKey;
  /** `asSet`: the place that sets the length says in what it is counted. */
  readonly unit: ClockUnit | 'asSet';
  /** Where members are able to work, or the hardship is of short duration, lengths of their own hold (MCA-57 art. 31). */
  readonly limitByClass?: { readonly [C in ReviewClass]?: PolicyKey };
  /** Due so many days earlier at most, the same for the same case, so that not all fall on one day. */
  readonly spread?: PolicyKey;
  /** Warns that many days ahead, by policy, instead of the common number of working days. */
  readonly warnsBefore?: PolicyKey;
  /** It counts from the day on which the emergency was over, and not from the day it is begun. */
  readonly fromEndOfEmergency?: true;
  /** It ends with the last month of the benefit's schedule, and not after a length counted from its beginning. */
  readonly untilBenefitEnds?: true;
  /** It ends on the day the joint meeting named for what it gave a department to do, where it named one. */
  readonly untilFollowUpDue?: true;
  /** It ends where the day of the next stage of aid begins. */
  readonly untilStageOpens?: true;
  readonly article: string;
  /** The day it begins is its first day, and its end never moves: a posting is read from the day it is put up, on rest days too. */
  readonly firstDayCounts?: true;
  /** Whose deadline it is, and who is called when it passes: the step above. None: its passing is part of the story. */
  readonly owner?: 'investigator' | 'township' | 'county';
}

const kinds = {
  acceptance: {
    zh: '受理',
    limit: 'limit.acceptNotice',
    unit: 'workingDays',
    article: 'MCA-57 art. 10',
    owner: 'township',
  },
  supplement: {
    zh: '补正',
    limit: 'limit.supplement',
    unit: 'workingDays',
    article: 'MCA-57 art. 10',
    owner: 'township',
  },
  wholeProcedure: {
    zh: '全程办理',
    limit: 'limit.total',
    limitTemporary: 'temporary.totalDays',
    limitDelegated: 'limit.totalDelegated',
    unit: 'workingDays',
    article: 'MCA-57 art. 22; NOTICE-2022 part 4',
    owner: 'county',
  },
  startSurvey: {
    zh: '启动调查',
    limit: 'limit.startSurvey',
    unit: 'workingDays',
    article: 'MCA-57 art. 15',
    owner: 'township',
  },
  startCheck: {
    zh: '启动核对',
    limit: 'limit.startCheck',
    unit: 'workingDays',
    article: 'MCA-57 art. 17',
    owner: 'county',
  },
  checkFinish: { zh: '核对完成', limit: 'limit.checkFinish', unit: 'workingDays', article: 'MCA-57 art. 17' },
  checkObjection: { zh: '核对异议期', limit: 'objection.days', unit: 'days', article: 'MCA-57 art. 18' },
  firstOpinion: {
    zh: '初审',
    limit: 'limit.firstOpinion',
    limitTemporary: 'temporary.reviewDays',
    unit: 'workingDays',
    article: 'NOTICE-2022 part 4',
    owner: 'township',
  },
  posting: {
    zh: '公示期',
    limit: 'publicity.days',
    limitTemporary: 'temporary.postingDays',
    unit: 'days',
    article: 'MCA-57 art. 19',
    firstDayCounts: true,
  },
  countyConfirm: {
    zh: '审核确认',
    limit: 'limit.countyConfirm',
    unit: 'workingDays',
    article: 'MCA-57 art. 20',
    owner: 'county',
  },
  refusalLetter: {
    zh: '送达不予确认通知',
    limit: 'limit.refusalLetter',
    unit: 'workingDays',
    article: 'MCA-57 art. 21',
    owner: 'township',
  },
  correctAccount: {
    zh: '更正收款账户',
    limit: 'limit.correctAccount',
    unit: 'workingDays',
    article: 'MCA-57 art. 25',
    owner: 'township',
  },
  approveAccount: {
    zh: '审核变更收款账户',
    limit: 'limit.correctAccount',
    unit: 'workingDays',
    article: 'MCA-57 art. 25',
    owner: 'township',
  },
  review: {
    zh: '定期核查',
    limit: 'review.months',
    limitByClass: { B: 'review.monthsAbleToWork', C: 'review.monthsShortTerm' },
    unit: 'months',
    article: 'MCA-57 art. 31',
    spread: 'review.spreadDays',
    warnsBefore: 'review.leadDays',
    owner: 'investigator',
  },
  reviewOverdue: {
    zh: '逾期核查',
    limit: 'review.overdueWorkingDays',
    unit: 'workingDays',
    article: 'MCA-57 art. 31',
    owner: 'township',
  },
  verifyChange: {
    zh: '核实家庭变化',
    limit: 'limit.verifyChange',
    unit: 'workingDays',
    article: 'MCA-57 art. 30',
    owner: 'township',
  },
  settleMatch: {
    zh: '核实数据比对',
    limit: 'death.reviewMonths',
    unit: 'months',
    article: 'NOTICE-2022 part 1',
    owner: 'township',
  },
  proposeChange: {
    zh: '变更初审',
    limit: 'limit.proposeChange',
    unit: 'workingDays',
    article: 'MCA-57 art. 32',
    owner: 'township',
  },
  hearing: {
    zh: '听取意见',
    limit: 'hearing.days',
    unit: 'days',
    article: 'SAL-2026 art. 48',
    owner: 'township',
  },
  confirmChange: {
    zh: '变更审核确认',
    limit: 'limit.confirmChange',
    unit: 'workingDays',
    article: 'MCA-57 art. 32',
    owner: 'county',
  },
  changeLetter: {
    zh: '送达变更决定',
    limit: 'limit.refusalLetter',
    unit: 'workingDays',
    article: 'SAL-2026 art. 48',
    owner: 'township',
  },
  gradualExit: {
    zh: '渐退期',
    limit: 'grace.maxMonths',
    unit: 'months',
    article: 'MCA-57 art. 33; NOTICE-2022 part 1',
    warnsBefore: 'grace.warnDays',
    untilBenefitEnds: true,
  },
  suspension: {
    zh: '暂停发放',
    limit: 'suspension.months',
    unit: 'months',
    article: 'MCA-57 art. 32',
  },
  proposeRecovery: {
    zh: '提出追缴意见',
    limit: 'limit.proposeRecovery',
    unit: 'workingDays',
    article: 'SAL-2026 art. 74',
    owner: 'township',
  },
  recoveryReply: { zh: '追缴陈述意见', limit: 'recovery.replyDays', unit: 'days', article: 'SAL-2026 art. 48' },
  decideRecovery: {
    zh: '追缴决定',
    limit: 'limit.decideRecovery',
    unit: 'workingDays',
    article: 'SAL-2026 art. 74',
    owner: 'county',
  },
  instalment: {
    zh: '分期退款',
    limit: 'recovery.instalmentMonths',
    unit: 'months',
    article: 'SAL-2026 art. 74',
    owner: 'county',
  },
  ...emergencyClocks,
  ...referralClocks,
  ...meetingClocks,
  ...aidClocks,
  contest: {
    zh: '救济期',
    limit: 'contest.months',
    unit: 'months',
    article: 'ALL art. 46',
  },
} as const satisfies Record<string, ClockKind>;

export type ClockKindName = keyof typeof kinds;
export const clockKinds: Record<ClockKindName, ClockKind> = kinds;
