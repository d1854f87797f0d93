import type { MessageKind } from './events.ts';

/** What the codes of the record are called, in the words of the procedure. */
export const stageNames = {
  intake: '受理',
  survey: '调查核对',
  review: '初审',
  posting: '公示',
  confirmation: '审核确认',
  refusal: '不予确认',
  benefit: '在享',
  closing: '停保后',
  report: '接报',
  firstAid: '先行救助',
  papers: '补齐手续',
  accountability: '责任认定',
  referred: '待转介答复',
  ended: '办结',
} as const;

export const threadNames = {
  case: '个案事项',
  complaints: '投诉处理',
  payments: '发放',
  letters: '送达',
  account: '收款账户',
  recovery: '追缴',
  repayments: '退款',
  changes: '家庭变化',
  matches: '数据比对',
  reviews: '复核',
  exits: '渐退提醒',
  remedies: '复议诉讼',
  duty: '值班呼叫',
  aid: '救助给付',
  referrals: '转介',
  answers: '转介答复',
} as const;

export const endingNames = {
  notAccepted: '不予受理',
  withdrawn: '申请人撤回',
  terminated: '终止审核',
  refused: '不予确认',
  benefitEnded: '救助终止',
  joined: '并入已有急难事项',
  notEmergency: '不属急难情形',
  aidNotNeeded: '无需先行救助',
  aidRefused: '不予先行救助',
  aided: '已救助并补齐手续',
} as const;

export const pauseNames = { postingNotCounted: '公示时间不计入' } as const;

export const groundNames = {
  objection: '有异议',
  splitResidence: '人户分离',
  crossPlace: '跨地区核查',
  hardToSurvey: '调查困难',
} as const;

export const factNames: Record<string, string> = {
  overpaid: '多发放的记录',
  checkReport: '信息核对报告',
  paymentBlocked: '收款账户问题，发放受阻',
  messageReceipt: '短信回执',
  registerMatch: '数据比对结果',
  transferOutcome: '转账结果',
  reportJoined: '同一急难事项的另一次报告',
};

export const messageNames = {
  reviewAhead: '定期核查前提醒',
  reviewOverdue: '定期核查逾期提醒',
  hearing: '听取意见通知',
  decision: '领取决定通知',
  exitAhead: '渐退期满前提醒',
  exitBegins: '渐退开始通知',
  bringPapers: '补交材料通知',
} as const satisfies Record<MessageKind, string>;

export const messageStatusNames: Record<string, string> = {
  requested: '待发送',
  sent: '已发出',
  delivered: '已送达',
  failed: '未送达',
  undeliverable: '号码无法送达',
};

export const noticeNames = {
  acceptance: '受理通知书',
  supplementList: '补正材料告知书',
  nonAcceptance: '不予受理通知书',
  notEligibleByCheck: '核对结果告知书',
  posting: '初审公示',
  confirmation: '确认通知书',
  refusal: '不予确认通知书',
  withdrawal: '撤回确认书',
  termination: '终止通知书',
  intendedDecision: '拟调整（终止）告知书',
  benefitRaised: '调增通知书',
  benefitLowered: '调减通知书',
  gradualExit: '渐退通知书',
  benefitSuspended: '暂停发放通知书',
  benefitResumed: '恢复发放通知书',
  benefitEnded: '终止救助通知书',
  gradualExitOver: '渐退期满通知书',
  survivorsFile: '停旧建新通知书',
  recoveryIntended: '拟追缴告知书',
  recovery: '追缴决定书',
  recoveryWaived: '免予追缴通知书',
  accountChanged: '变更收款账户通知书',
  aidRefusal: '不予先行救助通知书',
  aidConfirmation: '临时救助确认通知书',
  referral: '转介告知书',
} as const;

export const benefitCauseNames = {
  raised: '调增',
  lowered: '调减',
  gradualExit: '渐退',
  restored: '恢复原金额',
  suspended: '暂停发放',
  resumed: '恢复发放',
  ended: '终止救助',
  corrected: '依复议或裁判变更',
  asBefore: '复议诉讼期间照原决定前发放',
  upheld: '复议或裁判维持，恢复执行',
} as const;

export const lookNames = {
  change: '家庭情况变化',
  report: '新的核对报告',
  exitOver: '渐退期满',
  suspensionOver: '暂停期满',
  review: '定期核查',
  redo: '责令重新作出决定',
} as const;

export const reviewClassNames = { A: 'A类', B: 'B类', C: 'C类' } as const;

export const aidFormNames = {
  transfer: '转账给付',
  cash: '现金给付',
  goods: '实物给付',
  referral: '转介服务',
} as const;

export const transferNames: Record<string, string> = { settled: '已到账', rejected: '被银行退回', recalled: '已撤回' };

export const paymentNames: Record<string, string> = {
  paymentHeld: '暂缓发放',
  paymentOrdered: '已交银行发放',
  paymentPaid: '已发放到账',
  paymentReturned: '银行退回',
};

export const outcomeNames: Record<string, string> = {
  accepted: '受理',
  supplementNeeded: '一次性告知补正',
  notAccepted: '不予受理',
  supplemented: '已补正',
  notSupplemented: '逾期未补正',
  started: '已启动',
  visited: '已入户',
  resend: '重新发送',
  paperReport: '录入纸质报告',
  declarationStands: '以申报为准',
  reportStands: '以核对为准',
  objected: '提出异议',
  notObjected: '无异议',
  proposeGrant: '拟予确认',
  proposeRefusal: '拟不予确认',
  resurvey: '重新调查',
  appraised: '民主评议',
  approved: '确认',
  refused: '不予确认',
  returned: '退回',
  delivered: '已送达',
  corrected: '已更正',
  unchanged: '情况无变化',
  changed: '情况有变化',
  confirmed: '属实',
  notConfirmed: '不属实',
  wrong: '比对有误',
  keep: '拟保持',
  keepDespite: '拟保持（与测算不一致）',
  raise: '拟调增',
  lower: '拟调减',
  gradualExit: '拟渐退',
  restore: '拟恢复原保障',
  suspend: '拟暂停发放',
  resume: '拟恢复发放',
  stop: '拟终止',
  succeed: '拟停旧建新',
  heard: '已听取',
  notPossible: '无法听取',
  newFacts: '有新情况',
  propose: '拟追缴',
  waive: '免予追缴',
  replied: '已陈述意见',
  recover: '追缴',
  repaid: '已退款',
  waived: '免除余额',
  requested: '已申请',
  upheld: '维持',
  revoked: '撤销',
  redo: '责令重作',
  withdrawn: '撤回申请',
  terminated: '终止审核',
  extended: '延长期限',
  registered: '已登记',
  instructed: '已督办',
  responded: '已响应',
  duplicate: '重复报告',
  notEmergency: '不属急难情形',
  transfer: '转账给付',
  cash: '现金给付',
  goods: '实物给付',
  referral: '转介服务',
  toCounty: '报县级决定',
  notNeeded: '无需给付',
  recall: '已要求撤回',
  ended: '急难已结束',
  completed: '已补齐',
  goodFaith: '依法容错',
  referred: '已转介',
  emergency: '转为急难救助',
  taken: '已接收',
  declined: '未予接收',
  opened: '已立案',
};
