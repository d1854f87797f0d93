import { articleInChinese } from '../articles.ts';
import { longDate } from '../calendar.ts';
import { type ClockKindName, clockKinds } from './clockKinds.ts';
import type { BenefitPeriod, CaseEvent, MessageKind } from './events.ts';
import { type MatchKind, matchNames } from './matches.ts';
import { type TaskKindName, taskKinds } from './taskKinds.ts';

/** The journal in the words of the procedure, one sentence an event, for whoever reads the file (案件时间线). */
export function sentenceOf(event: CaseEvent): string {
  switch (event.type) {
    case 'registered':
      return `收到申请 ${event.caseNumber}，家庭成员${event.members}人`;
    case 'stageEntered':
      return `进入${stageNames[event.stage]}阶段${event.round > 1 ? `（第${event.round}次）` : ''}`;
    case 'roundBegun':
      return `${threadNames[event.thread]}第${event.round}次开始`;
    case 'taskOpened':
      return `${taskKinds[event.kind].standing && !event.urgent ? '可随时办理' : '交办'}：${taskKinds[event.kind].zh}`;
    case 'taskDecided':
      return `${taskKinds[event.kind].zh}：${outcomeNames[event.outcome] ?? event.outcome}（${articleInChinese(event.article)}）`;
    case 'taskWithdrawn':
      return `事项撤销：${taskName(event.key)}`;
    case 'factExpected':
      return event.name === 'paymentBlocked'
        ? '发放如因账户受阻，将通知乡镇处理'
        : `等待${factNames[event.name] ?? event.name}`;
    case 'factNoLongerExpected':
      return '不再等待外部反馈';
    case 'factArrived':
      return arrivalOf(event);
    case 'clockStarted':
      return `${clockName(event.key)}开始，至${event.dueOn}止（${event.ground}）`;
    case 'clockPaused':
      return `${clockName(event.key)}中止：${pauseNames[event.reason]}`;
    case 'clockResumed':
      return `${clockName(event.key)}恢复，至${event.dueOn}止`;
    case 'clockExtended':
      return `${clockName(event.key)}延长，至${event.dueOn}止：${groundNames[event.ground]}（${articleInChinese(event.article)}）`;
    case 'clockReplanned':
      return `${clockName(event.key)}按新公布的节假日安排重新计算，至${event.dueOn}止`;
    case 'clockStopped':
      return `${clockName(event.key)}结束`;
    case 'clockWarned':
      return `${clockName(event.key)}预警`;
    case 'clockPassed':
      return `${clockName(event.key)}已过`;
    case 'effectRequested':
      return '向信息核对平台发出核对请求';
    case 'messageRequested':
      return 'notSent' in event
        ? `未发短信：${messageNames[event.message]}（未登记联系电话）`
        : `短信通知：${messageNames[event.message]}`;
    case 'compared':
      return event.differences === 0
        ? '核对、入户与申报比对：一致'
        : `核对、入户与申报比对：${event.differences}项差异`;
    case 'assessed':
      return event.eligible ? `测算：符合条件，每月${yuan(event.amountFen)}元` : '测算：不符合条件';
    case 'benefitChanged':
      return `${benefitCauseNames[event.cause]}，自${event.monthFrom}起${spans(event.periods)}`;
    case 'survivorsFileOpened':
      return `其余成员另立新户，案号${event.caseNumber}`;
    case 'lookBegun':
      return `开始复核：${lookNames[event.why]}`;
    case 'lookEnded':
      return `复核结束，${reviewClassNames[event.reviewClass]}`;
    case 'noticeIssued':
      return `发出${noticeNames[event.notice]}`;
    case 'accountChanged':
      return '更正收款账户';
    case 'benefitGranted':
      return `确认救助，证号${event.certificate}，自${event.monthFrom}起每月${yuan(event.components.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0))}元`;
    case 'caseEnded':
      return `案件办结：${endingNames[event.as]}`;
    default:
      return event satisfies never;
  }
}

function arrivalOf({ name, particulars }: Extract<CaseEvent, { type: 'factArrived' }>): string {
  if (name === 'messageReceipt')
    return `短信回执：${messageNames[particulars.message as MessageKind]}，${messageStatusNames[String(particulars.status)]}`;
  if (name === 'registerMatch')
    return `${factNames.registerMatch}：成员${particulars.memberNo}，${matchNames[particulars.kind as MatchKind]}，${particulars.on}`;
  return `收到${factNames[name] ?? name}`;
}

/** What the payment ledger adds to a case's timeline. */
export function paymentSentenceOf(
  type: string,
  { month, amountFen }: { readonly month?: unknown; readonly amountFen?: unknown },
  reason?: string,
): string {
  const because = reason === undefined ? '' : `（${reason}）`;
  return `${paymentNames[type] ?? type}：${longDate(String(month))}份${yuan(Number(amountFen))}元${because}`;
}

export const stageNames = {
  intake: '受理',
  survey: '调查核对',
  review: '初审',
  posting: '公示',
  confirmation: '审核确认',
  refusal: '不予确认',
  benefit: '在享',
  closing: '停保后',
  ended: '办结',
} as const;
export const threadNames = {
  case: '个案事项',
  complaints: '投诉处理',
  payments: '发放',
  changes: '家庭变化',
  matches: '数据比对',
  reviews: '复核',
  exits: '渐退提醒',
  remedies: '复议诉讼',
} as const;
export const endingNames = {
  notAccepted: '不予受理',
  withdrawn: '申请人撤回',
  terminated: '终止审核',
  refused: '不予确认',
  benefitEnded: '救助终止',
} as const;
const pauseNames = { postingNotCounted: '公示时间不计入' } as const;
const groundNames = {
  objection: '有异议',
  splitResidence: '人户分离',
  crossPlace: '跨地区核查',
  hardToSurvey: '调查困难',
} as const;
export const factNames: Record<string, string> = {
  checkReport: '信息核对报告',
  paymentBlocked: '收款账户问题，发放受阻',
  messageReceipt: '短信回执',
  registerMatch: '数据比对结果',
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
  intendedDecision: '拟调减（终止）告知书',
  benefitRaised: '调增通知书',
  benefitLowered: '调减通知书',
  gradualExit: '渐退通知书',
  benefitSuspended: '暂停发放通知书',
  benefitResumed: '恢复发放通知书',
  benefitEnded: '终止救助通知书',
  gradualExitOver: '渐退期满通知书',
  survivorsFile: '停旧建新通知书',
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
  upheld: '维持',
  revoked: '撤销',
  redo: '责令重作',
  withdrawn: '撤回申请',
  terminated: '终止审核',
  extended: '延长期限',
  registered: '已登记',
  instructed: '已督办',
};

/** Months and amounts, in the order in which they come. */
function spans(periods: readonly BenefitPeriod[]): string {
  if (periods.length === 0) return '不再发放';
  return periods
    .map(({ monthFrom, monthTo, components }) => {
      const amount = components.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0);
      return `每月${yuan(amount)}元${monthTo === undefined ? '' : `（${monthFrom}至${monthTo}）`}`;
    })
    .join('，');
}

function taskName(key: string): string {
  const kind = key.split('.')[2] ?? '';
  return taskKinds[kind as TaskKindName]?.zh ?? '督办';
}

/** The period a key stands for: 公示期, 受理期限. */
function clockName(key: string): string {
  const kind = (key.split('.')[2] ?? '').replace(/Clock$/, '');
  const name = clockKinds[kind as ClockKindName]?.zh ?? '';
  return name.endsWith('期') ? name : `${name}期限`;
}

/** Fen as yuan with two decimals, exactly. */
function yuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
