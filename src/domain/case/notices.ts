import { articleInChinese, numeral } from '../articles.ts';
import { longDate } from '../calendar.ts';
import type { BenefitPeriod, NoticeKind } from './events.ts';
import { elsewhereLines, referralLines } from './referralLetters.ts';

/** What a letter or public notice is made of. Amounts in fen a month; dates ISO. */
export interface NoticeData {
  readonly caseNumber: string;
  readonly applicant: string;
  readonly members: number;
  readonly date: string;
  /** In whose name it is issued. */
  readonly issuer: string;
  readonly amountFen?: number;
  readonly reasons?: readonly string[];
  readonly missing?: readonly string[];
  readonly certificate?: string;
  readonly monthFrom?: string;
  /** The last day of the period that begins with the notice. */
  readonly until?: string;
  /** What the family gets now, a month. */
  readonly nowFen?: number;
  /** What changes: proposed or decided, in the words of the procedure. */
  readonly change?: string;
  /** Months and amounts, from the first month on. */
  readonly schedule?: readonly BenefitPeriod[];
  readonly successor?: string;
  /** Months and amounts paid beyond what was owed, and a fine. */
  readonly overpaid?: readonly { readonly month: string; readonly fen: number }[];
  readonly fineFen?: number;
  readonly instalments?: number;
  /** Whereto the matter went, in words. */
  readonly referredTo?: string;
  /** Where else help can be had, in words. */
  readonly elsewhere?: readonly string[];
  readonly remedies?: Remedies;
}

/** Where and by when a decision can be contested: dated policy. */
export interface Remedies {
  readonly reconsiderationBody: string;
  readonly reconsiderationDays: number;
  readonly court: string;
  readonly courtMonths: number;
}

/** The articles a notice rests on. SAL-2026: 社会救助法; MCA-57: 最低生活保障审核确认办法 (民发〔2021〕57号). */
const articles: Record<NoticeKind, readonly string[]> = {
  acceptance: ['MCA-57 art. 10'],
  supplementList: ['MCA-57 art. 10', 'SAL-2026 art. 62'],
  nonAcceptance: ['MCA-57 art. 10', 'SAL-2026 art. 18'],
  notEligibleByCheck: ['MCA-57 art. 18'],
  posting: ['MCA-57 arts. 19, 24'],
  confirmation: ['MCA-57 art. 21', 'SAL-2026 art. 18'],
  refusal: ['MCA-57 art. 21', 'SAL-2026 art. 18'],
  withdrawal: ['MCA-57 art. 4'],
  termination: ['MCA-57 art. 29'],
  intendedDecision: ['SAL-2026 art. 48'],
  benefitRaised: ['MCA-57 art. 32'],
  benefitLowered: ['MCA-57 art. 32', 'SAL-2026 art. 48'],
  gradualExit: ['MCA-57 art. 33', 'SAL-2026 art. 48'],
  benefitSuspended: ['MCA-57 art. 32'],
  benefitResumed: ['MCA-57 art. 32'],
  benefitEnded: ['MCA-57 art. 32', 'SAL-2026 art. 48'],
  gradualExitOver: ['MCA-57 art. 33'],
  survivorsFile: ['MCA-57 arts. 30, 32', 'SAL-2026 art. 48'],
  recoveryIntended: ['SAL-2026 art. 74'],
  recovery: ['SAL-2026 arts. 73, 74'],
  recoveryWaived: ['SAL-2026 art. 74'],
  accountChanged: ['MCA-57 art. 25'],
  aidRefusal: ['SAL-2026 arts. 29, 50'],
  aidConfirmation: ['SAL-2026 arts. 44, 50'],
  referral: ['SAL-2026 art. 64'],
};

export function articlesOf(kind: NoticeKind): readonly string[] {
  return articles[kind];
}

const titles: Record<NoticeKind, string> = {
  acceptance: '社会救助申请受理通知书',
  supplementList: '补正材料一次性告知书',
  nonAcceptance: '社会救助申请不予受理通知书',
  notEligibleByCheck: '家庭经济状况核对结果告知书',
  posting: '最低生活保障初审结果公示',
  confirmation: '最低生活保障确认通知书',
  refusal: '最低生活保障不予确认通知书',
  withdrawal: '撤回申请确认书',
  termination: '终止审核确认通知书',
  intendedDecision: '拟调整（终止）最低生活保障告知书',
  benefitRaised: '最低生活保障金调增通知书',
  benefitLowered: '最低生活保障金调减通知书',
  gradualExit: '最低生活保障渐退通知书',
  benefitSuspended: '最低生活保障金暂停发放通知书',
  benefitResumed: '最低生活保障金恢复发放通知书',
  benefitEnded: '终止最低生活保障通知书',
  gradualExitOver: '最低生活保障渐退期满通知书',
  survivorsFile: '最低生活保障停旧建新通知书',
  recoveryIntended: '拟追缴多发救助金告知书',
  recovery: '追缴多发救助金决定书',
  recoveryWaived: '免予追缴通知书',
  accountChanged: '变更收款账户通知书',
  aidRefusal: '不予先行救助通知书',
  aidConfirmation: '临时救助确认通知书',
  referral: '转介告知书',
};

/** Decisions against the family state reasons and remedies; without them the letter is refused, for it would be void. */
const adverse: ReadonlySet<NoticeKind> = new Set([
  'nonAcceptance',
  'refusal',
  'termination',
  'benefitLowered',
  'gradualExit',
  'benefitSuspended',
  'benefitEnded',
  'gradualExitOver',
  'survivorsFile',
  'recovery',
  'aidRefusal',
]);

/**
 * The text as issued. A posting shows the applicant's name, the number of members and the amount, and nothing else
 * (MCA-57 art. 24); every letter against the family says where and within what time to ask for
 * reconsideration or to sue (行政复议法 art. 20, 行政诉讼法 art. 46).
 */
export function renderNotice(kind: NoticeKind, data: NoticeData): string {
  const lines = [titles[kind], `编号：${data.caseNumber}`, '', ...body(kind, data)];
  if (adverse.has(kind)) {
    if (!data.remedies) throw new Error('An adverse letter without remedies may not leave the house');
    const { reconsiderationBody, reconsiderationDays, court, courtMonths } = data.remedies;
    lines.push(
      `如不服本决定，可自收到本通知之日起${numeral(reconsiderationDays)}日内向${reconsiderationBody}申请行政复议，` +
        `或者在${numeral(courtMonths)}个月内向${court}提起行政诉讼。`,
    );
  }
  const grounds = articles[kind].map(articleInChinese).join('；');
  return [...lines, '', `依据：${grounds}`, data.issuer, longDate(data.date)].join('\n');
}

/** What the deciding authority itself issues; everything else comes from the township that handles the case. */
const decisions: ReadonlySet<NoticeKind> = new Set([
  'confirmation',
  'refusal',
  'benefitRaised',
  'benefitLowered',
  'gradualExit',
  'benefitSuspended',
  'benefitResumed',
  'benefitEnded',
  'gradualExitOver',
  'survivorsFile',
  'recovery',
  'recoveryWaived',
]);

/** In whose name a notice is issued: the county's bureau confirms and refuses, a township where it is delegated. */
export function issuerOf(
  kind: NoticeKind,
  { county, township, delegated }: { readonly county: string; readonly township: string; readonly delegated: boolean },
): string {
  if (decisions.has(kind) && !delegated) return `${county}民政局`;
  return county + officeOf(township);
}

/** 玉阳街道办事处, 象州镇人民政府. */
export function officeOf(township: string): string {
  return `${township}${township.endsWith('街道') ? '办事处' : '人民政府'}`;
}

function body(kind: NoticeKind, data: NoticeData): string[] {
  const { applicant, members, reasons = [], missing = [] } = data;
  const because = reasons.map((reason, i) => `${i + 1}. ${reason}`);
  const amount = data.amountFen === undefined ? '' : `${yuan(data.amountFen)}元`;
  const until = longDate(data.until ?? data.date);
  switch (kind) {
    case 'acceptance':
      return [`${applicant}：你户${members}人的最低生活保障申请已于${longDate(data.date)}受理。`];
    case 'supplementList':
      return [
        `${applicant}：请于${until}前（含当日）补正下列全部材料（本告知只作一次）：`,
        ...missing.map((paper, i) => `${i + 1}. ${paper}`),
      ];
    case 'nonAcceptance':
      return [`${applicant}：你户的申请不予受理，理由：`, ...because];
    case 'notEligibleByCheck':
      return [
        `${applicant}：经信息核对，你户暂不符合条件，理由：`,
        ...because,
        `如有异议，请于${until}前（含当日）提供有关证明，我们将复查。`,
      ];
    case 'posting':
      return [
        `申请人：${applicant}`,
        `保障人数：${members}`,
        `拟保障金额：每月${amount}`,
        `公示至：${until}`,
        '如有异议，请向乡镇人民政府（街道办事处）反映。',
      ];
    case 'confirmation':
      return [
        `${applicant}：确认你户${members}人享受最低生活保障，每月${amount}，自${longDate(data.monthFrom ?? data.date)}起发放。`,
        `证号：${data.certificate}`,
      ];
    case 'refusal':
      return [`${applicant}：经审核，你户不符合最低生活保障条件，不予确认，理由：`, ...because, ...elsewhereLines(data)];
    case 'intendedDecision':
      return [
        `${applicant}：拟对你户作如下调整：${data.change}。现每月${yuan(data.nowFen ?? 0)}元${amount && `，拟为每月${amount}`}。理由：`,
        ...because,
        `请于${until}前（含当日）陈述意见，可以当面、电话或者书面提出；在听取意见并作出决定之前，原保障金照常发放。`,
      ];
    case 'benefitRaised':
    case 'benefitLowered':
    case 'benefitResumed':
      return [`${applicant}：你户保障金${data.change}。`, ...scheduled(data), ...because];
    case 'gradualExit':
      return [
        `${applicant}：你户收入已超过保障标准，按渐退办法继续保障，期满终止：`,
        ...scheduled(data),
        '期内收入再次低于标准的，核实后恢复保障，不需重新申请。',
        ...because,
      ];
    case 'benefitSuspended':
      return [`${applicant}：自${longDate(data.monthFrom ?? data.date)}起暂停发放保障金，理由：`, ...because];
    case 'benefitEnded':
      return [
        `${applicant}：自${longDate(data.monthFrom ?? data.date)}起终止最低生活保障，理由：`,
        ...because,
        '可以再次申请。',
      ];
    case 'gradualExitOver':
      return [
        `${applicant}：你户渐退期已满，自${longDate(data.monthFrom ?? data.date)}起终止最低生活保障。生活困难的，可以再次申请。`,
      ];
    case 'survivorsFile':
      return [
        `${applicant}：户主已变更，原户自${longDate(data.monthFrom ?? data.date)}起停止，其余成员另立新户（案号${data.successor}），自同月起每月${amount}，不间断。`,
        ...because,
      ];
    case 'recoveryIntended':
      return [
        `${applicant}：经核查，你户下列月份多领救助金，拟予追缴：`,
        ...overpaidLines(data),
        '理由：',
        ...because,
        `如有意见，请于${until}前（含当日）陈述；追缴不从今后的救助金中扣抵。`,
      ];
    case 'recovery':
      return [
        `${applicant}：决定追缴你户多领的救助金，分${data.instalments ?? 1}期退回：`,
        ...overpaidLines(data),
        ...(data.fineFen ? [`并处罚款${yuan(data.fineFen)}元。`] : []),
        '理由：',
        ...because,
      ];
    case 'recoveryWaived':
      return [`${applicant}：你户下列多领的救助金免予追缴：`, ...overpaidLines(data), '理由：', ...because];
    case 'accountChanged':
      return [
        `${applicant}：你户的收款账户已按申请变更，自${longDate(data.monthFrom ?? data.date)}份起发放到新账户，此前暂缓，届时一并补发。`,
        '如非本人申请，请立即告知乡镇人民政府（街道办事处）。',
      ];
    case 'aidRefusal':
      return [`${applicant}：经核实，不予先行救助，理由：`, ...because];
    case 'aidConfirmation':
      return [`${applicant}：你因突发急难得到的临时救助${amount && `共${amount}，`}已复核确认，手续齐备。`];
    case 'referral':
      return referralLines(data, until);
    case 'withdrawal':
      return [`${applicant}：你户的申请已按你的意愿撤回，今后可以再次申请。`];
    case 'termination':
      return [`${applicant}：因下列原因，终止审核确认程序：`, ...because];
  }
}

function overpaidLines({ overpaid = [] }: NoticeData): string[] {
  const total = overpaid.reduce((sum, { fen }) => sum + fen, 0);
  return [...overpaid.map(({ month, fen }) => `${longDate(month)}：${yuan(fen)}元`), `合计${yuan(total)}元`];
}

function scheduled({ schedule = [] }: NoticeData): string[] {
  return schedule.map(({ monthFrom, monthTo, components }) => {
    const fen = components.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0);
    return `${longDate(monthFrom)}起${monthTo === undefined ? '' : `至${longDate(monthTo)}`}：每月${yuan(fen)}元`;
  });
}

/** Fen as yuan with two decimals, exactly. */
function yuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
