import { destinations } from './case/referrals.ts';
import { readDepartment } from './meeting/departments.ts';
import { amountPer, choice, type Form, listOf, monthlyFen, onceFen, ratio, text, whole, yesNo } from './policyForms.ts';
import { oneOf, readCode, readDegree, readGrace, readSource, readTopUp, steps, tiers } from './policyTables.ts';

const period = (unit: 'workingDays' | 'days' | 'months') => whole(unit, 1, 400);
const hours = whole('hours', 1, 240);
const minutes = whole('minutes', 1, 10_000);

const defined = {
  'dibao.standard.urban': key('城市低保标准', amountPer('yuan/month', 'yuan/year'), 'SAL-2026 art. 19'),
  'dibao.standard.rural': key('农村低保标准', amountPer('yuan/month', 'yuan/year'), 'SAL-2026 art. 19'),
  'dibao.amountMode': key('低保金计算方式', choice('difference', 'tier'), 'SAL-2026 art. 18'),
  'dibao.tiers': key('低保分档', tiers(), 'MCA-57 art. 23'),
  'dibao.rounding': key('低保金取整方式', choice('halfUp2dp', 'ceilYuan'), 'local'),
  'dibao.minMonthlyFen': key('最低补差额', monthlyFen, 'local'),
  'dibao.edge.multiple': key('低保边缘家庭收入倍数', ratio, 'OP-2023 part 2; SAL-2026 art. 21'),
  'dibao.income.exempt': key('国家规定不计入的收入', listOf('收入代码', 'an income code', readCode), 'MCA-57 art. 13'),
  'dibao.income.alsoExempt': key(
    '地方规定不计入的收入',
    listOf('收入代码', 'an income code', readCode),
    'MCA-57 art. 13',
  ),
  'dibao.income.exemptBasicPension': key('基础养老金不计入收入', yesNo, 'MCA-57 art. 13'),
  'dibao.income.employmentCostPercent': key('就业成本扣减（标准的百分比）', whole('percent', 0, 100), 'MCA-57 art. 13'),
  'property.financial.capMultiple': key(
    '人均金融资产上限（月标准的倍数）',
    whole('multiple', 0, 240),
    'MCA-57 art. 14',
  ),
  'property.vehicle.max': key('机动车辆数上限', whole('pieces', 0, 10), 'MCA-57 art. 14'),
  'property.house.max': key('住房套数上限', whole('pieces', 0, 10), 'MCA-57 art. 14'),
  'property.nonResidential.max': key('非居住用房上限', whole('pieces', 0, 10), 'MCA-57 art. 14'),
  'property.business.allowed': key('经营主体', choice('none', 'familyShop', 'any'), 'MCA-57 art. 14'),
  'topup.rules': key(
    '分类施保',
    listOf(
      "{ category, per, fixed: '104.00' } 或 { category, per, percent }",
      "{ category, per, fixed: '104.00' } or { category, per, percent }",
      readTopUp,
    ),
    'SAL-2026 art. 20; MCA-57 art. 27',
  ),
  'topup.combine': key('多类别重叠', choice('highest', 'sum'), 'local'),
  'topup.elderlyAge': key('老年人年龄', whole('years', 50, 100), 'MCA-57 art. 27'),
  'limit.acceptNotice': key('受理期限', period('workingDays'), 'MCA-57 art. 10'),
  'limit.supplement': key('补正期限', period('workingDays'), 'MCA-57 art. 10'),
  'limit.startSurvey': key('启动调查期限', period('workingDays'), 'MCA-57 art. 15'),
  'limit.startCheck': key('启动核对期限', period('workingDays'), 'MCA-57 art. 17'),
  'limit.checkFinish': key('核对完成期限', period('workingDays'), 'MCA-57 art. 17'),
  'limit.firstOpinion': key('初审期限', period('workingDays'), 'NOTICE-2022 part 4'),
  'limit.countyConfirm': key('审核确认期限', period('workingDays'), 'MCA-57 art. 20'),
  'limit.refusalLetter': key('送达不予确认通知期限', period('workingDays'), 'MCA-57 art. 21'),
  'limit.total': key('全程办理期限', period('workingDays'), 'MCA-57 art. 22'),
  'limit.totalDelegated': key('委托乡镇的全程办理期限', period('workingDays'), 'NOTICE-2022 part 4'),
  'limit.totalExtended': key('延长后的全程办理期限', period('workingDays'), 'MCA-57 art. 22'),
  'limit.totalExcludesPublicity': key('公示时间不计入全程期限', yesNo, 'MCA-57 art. 22'),
  'limit.verifyChange': key('核实家庭变化期限', period('workingDays'), 'MCA-57 art. 31'),
  'limit.proposeChange': key('提出变更意见期限', period('workingDays'), 'MCA-57 art. 31'),
  'limit.confirmChange': key('变更审核确认期限', period('workingDays'), 'MCA-57 art. 32'),
  'limit.correctAccount': key('更正收款账户期限', period('workingDays'), 'MCA-57 art. 25'),
  'objection.days': key('核对异议期', period('days'), 'MCA-57 art. 18'),
  'publicity.days': key('公示天数', period('days'), 'MCA-57 art. 19'),
  'publicity.redo': key('异议处理后重新公示', yesNo, 'MCA-57 art. 19'),
  'days.moveToWorkingDay': key('期限最后一日为休息日时顺延', yesNo, '民法典 art. 203'),
  'warn.workingDays': key('期限预警提前量', whole('workingDays', 0, 30), 'local'),
  'messages.from': key('短信最早发送时刻', whole('hourOfDay', 5, 11), 'local'),
  'messages.until': key('短信最晚发送时刻', whole('hourOfDay', 12, 22), 'local'),
  'messages.digestAt': key('待办摘要发送时刻', whole('hourOfDay', 5, 11), 'local'),
  'check.reportValidDays': key('核对报告有效期', period('days'), 'local'),
  'check.sources': key(
    '核对信息来源',
    listOf('{ source, mandatory }', '{ source, mandatory }', readSource, 1),
    'SAL-2026 art. 41; MCA-57 art. 17',
  ),
  'staff.minInvestigators': key('入户调查最少人数', whole('persons', 1, 9), 'MCA-57 art. 16'),
  'staff.register': key('按工作人员登记核对调查人员', yesNo, 'MCA-57 art. 16'),
  'delegation.dibao': key('低保审核确认委托乡镇', yesNo, 'MCA-57 art. 2; SAL-2026 art. 44'),
  'payment.firstMonth': key('首发月份', choice('next', 'same'), 'MCA-57 art. 21'),
  'payment.duringReconsideration': key('复议诉讼期间的发放', choice('asDecided', 'asBefore'), 'ARL-2023 art. 42'),
  'payment.dueDay': key('每月发放日', whole('dayOfMonth', 1, 28), 'MCA-57 art. 25'),
  'payment.debtor.name': key('付款单位', text, 'FUND-171 art. 13'),
  'payment.debtor.account': key('付款账号', text, 'FUND-171 art. 13'),
  'payment.debtor.bankCode': key('付款银行行号', text, 'FUND-171 art. 13'),
  'change.cutFrom': key('减发、停发起始月份', choice('next', 'same'), 'MCA-57 art. 32'),
  'change.eventFrom': key('死亡、迁出、服刑的停发起始月份', choice('next', 'same'), 'MCA-57 art. 32'),
  'review.months': key('定期核查周期', period('months'), 'MCA-57 art. 31'),
  'review.monthsAbleToWork': key('有劳动能力家庭的定期核查周期', period('months'), 'MCA-57 art. 31'),
  'review.monthsShortTerm': key('短期困难家庭的定期核查周期', period('months'), 'MCA-57 art. 31'),
  'review.leadDays': key('定期核查启动提前量', whole('days', 0, 90), 'MCA-57 art. 31'),
  'review.overdueWorkingDays': key('定期核查逾期上报县级的期限', period('workingDays'), 'MCA-57 art. 31'),
  'review.spreadDays': key('定期核查错开的最多天数', whole('days', 0, 60), 'local'),
  'review.findingMonths': key('核查结论不得照抄他户的期限', period('months'), 'MCA-57 art. 31'),
  'review.reportChangeMonths': key('重大变化未告知的批评教育期限', period('months'), 'NOTICE-2022 part 5'),
  'death.reviewMonths': key('成员死亡后核查并办结变更的期限', period('months'), 'NOTICE-2022 part 1'),
  'work.fromAge': key('劳动年龄下限', whole('years', 14, 20), 'MCA-43 art. 5'),
  'work.untilAge': key('劳动年龄上限（不含）', whole('years', 50, 80), 'MCA-43 art. 5'),
  'hearing.days': key('听取意见期限', period('days'), 'SAL-2026 art. 48'),
  'suspension.months': key('暂停发放最长月数', period('months'), 'local'),
  'contest.months': key('停发后案件保留待救济的月数', period('months'), 'ALL art. 46'),
  'archive.yearsAfterStop': key('停发后审批材料保存年限', whole('years', 3, 100), '低保档案管理通知'),
  'archive.supervisors': key('档案销毁的监销人数', whole('persons', 0, 5), '档案销毁清册'),
  'archive.backupDays': key('备份保存的最长天数', whole('days', 1, 3650), 'local'),
  'archive.accountingYears': key('会计凭证保存年限', whole('years', 10, 100), '会计档案管理办法'),
  'grace.months': key(
    '各情形的渐退月数',
    listOf('{ cause, months: [6, 12] }', '{ cause, months: [6, 12] }', readGrace),
    'MCA-57 art. 33; NOTICE-2022 part 1',
  ),
  'grace.maxMonths': key('渐退最长月数', period('months'), 'NOTICE-2022 part 1'),
  'grace.bandMultiple': key('渐退收入上限（标准的倍数）', ratio, 'MCA-57 art. 33'),
  'grace.amountRule': key('渐退期发放方式', choice('keepBase', 'stepped', 'difference'), 'MCA-57 art. 33'),
  'grace.steps': key('渐退期逐步发放比例', steps(), 'MCA-57 art. 33'),
  'grace.warnDays': key('渐退期满提醒提前量', whole('days', 0, 90), 'local'),
  'job.refusals': key('停发本人低保金的拒绝就业次数', whole('times', 1, 20), 'MCA-57 art. 34'),
  'job.windowMonths': key('拒绝就业次数的计算期（0为不限）', whole('months', 0, 120), 'MCA-57 art. 34'),
  'limit.proposeRecovery': key('提出追缴意见期限', period('workingDays'), 'SAL-2026 art. 74'),
  'limit.decideRecovery': key('追缴决定期限', period('workingDays'), 'SAL-2026 art. 74'),
  'recovery.replyDays': key('追缴陈述意见期限', period('days'), 'SAL-2026 art. 48'),
  'recovery.instalmentMonths': key('分期退款间隔', period('months'), 'SAL-2026 art. 74'),
  'recovery.maxInstalments': key('分期退款最多期数', whole('pieces', 1, 120), 'local'),
  'fine.maxMultiple': key('骗取救助罚款的最高倍数', whole('multiple', 0, 10), 'SAL-2026 art. 73'),
  'account.holdRuns': key('变更账户后暂缓发放的期数', whole('pieces', 0, 6), 'local'),
  'delegation.emergency': key('先行救助委托乡镇', yesNo, 'SAL-2026 art. 44'),
  'emergency.answerMinutes': key('接报响应时限', minutes, 'SAL-2026 art. 50'),
  'emergency.aidHours': key('先行救助时限', hours, 'SAL-2026 art. 50'),
  'emergency.warnMinutes': key('先行救助预警提前量', minutes, 'SAL-2026 art. 50'),
  'emergency.firstAidLimit': key('乡镇先行救助限额（每次急难）', onceFen, 'SAL-2026 arts. 44, 50'),
  'emergency.capMultiple': key('急难救助人均上限（月标准的倍数）', whole('multiple', 1, 60), 'SAL-2026 art. 29'),
  'emergency.settlementMinutes': key('转账结果不明的上报时限', minutes, 'SAL-2026 art. 50'),
  'emergency.endDays': key('登记急难结束的期限', period('days'), 'SAL-2026 art. 50'),
  'emergency.standbyFund': key('乡镇临时救助备用金', amountPer('yuan/year'), 'OP-2020 item 15'),
  'emergency.papers': key('急难结束后补齐手续的期限', whole(['workingDays', 'days'], 1, 60), 'SAL-2026 art. 50'),
  'referral.answerDays': key('转介答复期限', period('workingDays'), 'SAL-2026 art. 64'),
  'referral.afterRefusal': key(
    '不予确认时告知的其他救助',
    listOf('转介去向代码', 'a destination of referrals', oneOf(destinations)),
    'SAL-2026 art. 64',
  ),
  'aid.largeAbove': key('大额救助的统计界限（人均超过）', onceFen, 'local'),
  'meeting.departments': key(
    '联席会议成员单位',
    listOf('{ department, name }', '{ department, name }', readDepartment, 1),
    'SAL-2026 art. 4',
  ),
  'meeting.opinionDays': key('部门反馈意见期限', period('workingDays'), 'SAL-2026 art. 4'),
  'meeting.holdDays': key('召开联席会议期限', period('workingDays'), 'SAL-2026 art. 4'),
  'meeting.reassignDays': key('议定事项重新安排期限', period('workingDays'), 'SAL-2026 art. 4'),
  'meeting.followUpDays': key('部门办理议定事项期限（会议未定日期的）', period('days'), 'SAL-2026 art. 4'),
  'identity.lookBackMonths': key('身份查明后核对已得救助的月数', period('months'), 'SAL-2026 art. 41'),
  'limit.lookAtDuplicates': key('核对重复救助、审核身份更正期限', period('workingDays'), 'SAL-2026 art. 41'),
  'delegation.temporary': key('小额临时救助委托乡镇', yesNo, 'SAL-2026 art. 44'),
  'temporary.townshipLimit': key('乡镇审批临时救助的限额', onceFen, 'SAL-2026 art. 44'),
  'temporary.townshipLimitReading': key('限额的含义：低于，或不超过', choice('below', 'upTo'), 'local'),
  'temporary.degrees': key(
    '临时救助的情形、程度和月数',
    listOf(
      "{ cause, degree, fromMultiple: '2', months: 3 }",
      "{ cause, degree, fromMultiple: '2', months: 3 }",
      readDegree,
      1,
    ),
    'SAL-2026 art. 29',
  ),
  'temporary.incomeLimit': key('支出型救助人均收入上限', amountPer('yuan/month', 'yuan/year'), 'OP-2020 item 15'),
  'temporary.capMultiple': key('支出型救助人均上限（月标准的倍数）', whole('multiple', 1, 60), 'SAL-2026 art. 29'),
  'temporary.maxMonths': key('临时救助最长月数', whole('months', 1, 12), 'SAL-2026 art. 29'),
  'temporary.sameCauseMonths': key('同一事由不重复救助的期限', whole('months', 1, 60), 'local'),
  'temporary.togetherMonths': key('多次救助合并计算的期限', whole('months', 1, 60), 'local'),
  'temporary.postingDays': key('临时救助公示天数（0为不公示）', whole('days', 0, 30), 'local'),
  'temporary.reviewDays': key('临时救助初审期限', period('workingDays'), 'SAL-2026 art. 37'),
  'temporary.decideDays': key('临时救助决定期限', period('workingDays'), 'SAL-2026 art. 44'),
  'temporary.totalDays': key('临时救助全程办理期限', period('workingDays'), 'local'),
  'temporary.giveDays': key('临时救助给付期限', period('workingDays'), 'local'),
  'temporary.bridging': key('对新确认低保家庭实行过渡性救助', yesNo, 'local'),
  'temporary.bridgingMonths': key('过渡性救助的上限（确认月保障金的月数）', whole('months', 1, 6), 'local'),
  'remedies.reconsiderationBody': key('行政复议机关', text, 'ARL-2023 art. 24'),
  'remedies.reconsiderationDays': key('申请行政复议期限', period('days'), 'ARL-2023 art. 20'),
  'remedies.court': key('行政诉讼管辖法院', text, 'ALL art. 18'),
  'remedies.courtMonths': key('提起行政诉讼期限', period('months'), 'ALL art. 46'),
} as const;

/** What every key means: its Chinese name, how it is written and in which units, and the article it rests on where a value names none. */
export interface KeyInfo<T> {
  readonly zh: string;
  readonly form: Form<T>;
  readonly article: string;
}

export type PolicyKey = keyof typeof defined;
/** The type of each key's value, as it stands in the program and in the record. */
export type PolicyKeys = { readonly [K in PolicyKey]: (typeof defined)[K] extends KeyInfo<infer T> ? T : never };

export const policyKeys: { readonly [K in PolicyKey]: KeyInfo<PolicyKeys[K]> } = defined;

export function isPolicyKey(name: string): name is PolicyKey {
  return Object.hasOwn(policyKeys, name);
}

function key<T>(zh: string, form: Form<T>, article: string): KeyInfo<T> {
  return { zh, form, article };
}
