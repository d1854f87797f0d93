import { articleInChinese } from '../articles.ts';
import { longDate } from '../calendar.ts';
import { departmentNames } from '../meeting/departments.ts';
import { causeName } from '../temporary/causes.ts';
import { type ClockKindName, clockKinds } from './clockKinds.ts';
import type { BenefitPeriod, CaseEvent, MessageKind } from './events.ts';
import { identitySourceNames } from './identityTasks.ts';
import { type MatchKind, matchNames } from './matches.ts';
import {
  aidFormNames,
  benefitCauseNames,
  endingNames,
  factNames,
  groundNames,
  lookNames,
  messageNames,
  messageStatusNames,
  noticeNames,
  outcomeNames,
  pauseNames,
  paymentNames,
  reviewClassNames,
  stageNames,
  threadNames,
  transferNames,
} from './names.ts';
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
      return event.ground === undefined
        ? `${clockName(event.key)}按新公布的节假日安排重新计算，至${event.dueOn}止`
        : `${clockName(event.key)}按新规定重新计算，至${event.dueOn}止（${event.ground}）`;
    case 'clockStopped':
      return `${clockName(event.key)}结束`;
    case 'clockWarned':
      return `${clockName(event.key)}预警`;
    case 'clockPassed':
      return `${clockName(event.key)}已过`;
    case 'effectRequested':
      return effectSentences[event.effect];
    case 'messageRequested':
      return 'notSent' in event
        ? `未发短信：${messageNames[event.message]}（未登记联系电话）`
        : `短信通知：${messageNames[event.message]}`;
    case 'compared':
      return event.differences === 0
        ? '核对、入户与申报比对：一致'
        : `核对、入户与申报比对：${event.differences}项差异`;
    case 'assessed':
      if (!event.eligible) return '测算：不符合条件';
      return `测算：符合条件，${event.aid ? '共' : '每月'}${yuan(event.amountFen)}元`;
    case 'benefitChanged':
      return `${benefitCauseNames[event.cause]}，自${event.monthFrom}起${spans(event.periods)}`;
    case 'survivorsFileOpened':
      return `其余成员另立新户，案号${event.caseNumber}`;
    case 'recoveryDecided':
      return event.waived
        ? `多发${yuan(sumOf(event.months))}元，免予追缴`
        : `追缴多发${yuan(sumOf(event.months))}元${event.fineFen > 0 ? `，罚款${yuan(event.fineFen)}元` : ''}，分${event.instalments}期`;
    case 'referredFileOpened':
      return event.caseNumber === undefined
        ? '转介立案未成：已另有在办申请或救助'
        : `转介立案，案号${event.caseNumber}`;
    case 'handedOver':
      return '已向接收地移交救助情况';
    case 'moved':
      return '县内迁移，案件转由迁入乡镇办理';
    case 'dutyCalled':
      return event.officers.length === 0 ? '无人值班，报县级接报' : `呼叫值班人员（${event.officers.length}人）`;
    case 'aidGiven':
      return `${aidFormNames[event.form]}${event.amountFen > 0 ? `${yuan(event.amountFen)}元` : ''}（${causeName(event.cause)}，${event.paidFrom === 'standbyFund' ? '备用金' : '县级资金'}）`;
    case 'papersSent':
      return `向${departmentNames[event.department]}部门送达会议材料（附件${event.documents.length}份）`;
    case 'identityRestored':
      return identitySentence(event);
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

const effectSentences = {
  requestCheck: '向信息核对平台发出核对请求',
  transferNow: '请银行即时转账',
  recallTransfer: '请银行撤回转账',
} as const;

function arrivalOf({ name, particulars }: Extract<CaseEvent, { type: 'factArrived' }>): string {
  if (name === 'messageReceipt')
    return `短信回执：${messageNames[particulars.message as MessageKind]}，${messageStatusNames[String(particulars.status)]}`;
  if (name === 'registerMatch')
    return `${factNames.registerMatch}：成员${particulars.memberNo}，${matchNames[particulars.kind as MatchKind]}，${particulars.on}`;
  if (name === 'transferOutcome') return `转账${transferNames[String(particulars.result)] ?? ''}`;
  return `收到${factNames[name] ?? name}`;
}

function identitySentence({
  source,
  found,
  inAllFen,
  capFen,
  corrected,
}: Extract<CaseEvent, { type: 'identityRestored' }>): string {
  const known = `受助人身份${corrected ? '更正' : '查明'}（${identitySourceNames[source]}）`;
  if (found.length === 0) return `${known}，本县无其他救助`;
  const cases = found.map(({ caseNumber }) => caseNumber).join('、');
  return `${known}，另有救助${found.length}项（${cases}），临时救助合计${yuan(inAllFen)}元，上限${yuan(capFen)}元`;
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

function sumOf(months: readonly { readonly fen: number }[]): number {
  return months.reduce((sum, { fen }) => sum + fen, 0);
}

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
