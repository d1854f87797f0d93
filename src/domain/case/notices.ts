import type { AidStage } from '../aid/plan.ts';
import { articleInChinese, numeral } from '../articles.ts';
import { longDate } from '../calendar.ts';
import type { BenefitPeriod, NoticeKind } from './events.ts';
import { bodyOf } from './noticeBody.ts';

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
  /** What was applied for. */
  readonly programme?: string;
  /** Of aid decided once: what is given when. */
  readonly stages?: readonly AidStage[];
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
  aidPosting: ['SAL-2026 arts. 29, 37'],
  aidApproval: ['SAL-2026 arts. 29, 44'],
  aidDenial: ['SAL-2026 arts. 29, 44'],
  aidStopped: ['SAL-2026 arts. 29, 48'],
  bridgingAid: ['SAL-2026 art. 29', 'OP-2020 item 15'],
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
  aidPosting: '临时救助初审结果公示',
  aidApproval: '临时救助决定书',
  aidDenial: '不予临时救助决定书',
  aidStopped: '停止后续救助通知书',
  bridgingAid: '过渡性救助告知书',
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
  'aidDenial',
  'aidStopped',
]);

/**
 * The text as issued. A posting shows the applicant's name, the number of members and the amount, and nothing else
 * (MCA-57 art. 24); every letter against the family says where and within what time to ask for
 * reconsideration or to sue (行政复议法 art. 20, 行政诉讼法 art. 46).
 */
export function renderNotice(kind: NoticeKind, data: NoticeData): string {
  const lines = [titles[kind], `编号：${data.caseNumber}`, '', ...bodyOf(kind, data)];
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
  'aidConfirmation',
  'aidApproval',
  'aidDenial',
  'aidStopped',
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
