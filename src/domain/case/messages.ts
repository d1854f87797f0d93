import type { ClockKindName } from './clockKinds.ts';
import type { MessageKind } from './events.ts';
import { officeOf } from './notices.ts';

/** What a message may say of a case: its number, the applicant's surname, and where to go. */
export interface MessageData {
  readonly caseNumber: string;
  /** The whole name; of it the surname alone is sent. */
  readonly applicant: string;
  /** Name of the township that handles the case. */
  readonly township: string;
}

/** When each message goes out, which period it is about, and under which article: for whoever reads what a family is told. */
export const occasions: Readonly<
  Record<MessageKind, { readonly zh: string; readonly clock?: ClockKindName; readonly article: string }>
> = {
  bringPapers: { zh: '一次性告知补正时', clock: 'supplement', article: 'MCA-57 art. 10' },
  reviewAhead: { zh: '核查启动时（到期前）', clock: 'review', article: 'MCA-57 art. 31' },
  reviewOverdue: { zh: '核查到期未办结时', clock: 'review', article: 'MCA-57 art. 31' },
  hearing: { zh: '拟调减、终止，听取意见前', clock: 'hearing', article: 'SAL-2026 art. 48' },
  decision: { zh: '作出变更决定后', clock: 'changeLetter', article: 'SAL-2026 art. 48' },
  exitBegins: { zh: '准予渐退后', clock: 'gradualExit', article: 'MCA-57 art. 33' },
  exitAhead: { zh: '渐退期满前', clock: 'gradualExit', article: 'MCA-57 art. 33' },
};

/** What each message asks of the household; a lock screen shows it to whoever looks: no benefit, no amount, no reason. */
const bodies: Record<MessageKind, (office: string) => string> = {
  reviewAhead: (office) =>
    `定期核查即将开始，请备好户口簿、身份证及近期收入、财产、人口变化的证明，待调查人员入户时出示；有变化请到${office}民政窗口说明。`,
  reviewOverdue: (office) =>
    `定期核查已到期，请尽快携带户口簿、身份证及近期收入、财产、人口变化的证明到${office}民政窗口办理。`,
  hearing: (office) => `拟对您的事项作出调整，请在告知书所列期限内到${office}民政窗口陈述意见，可携带证明材料。`,
  decision: (office) => `您的事项已作出决定，请携带身份证到${office}民政窗口领取书面决定。`,
  exitAhead: (office) => `渐退期即将届满；收入或家庭情况有变化的，请携带证明到${office}民政窗口说明。`,
  exitBegins: (office) => `您的事项进入渐退期，各月安排见书面通知；收入减少的，可携带证明到${office}民政窗口申请恢复。`,
  bringPapers: (office) => `请按告知书所列清单，在期限内携带材料到${office}民政窗口补交。`,
};

/** The text as sent. Begins with who sends it, as every text message must. */
export function textOf(kind: MessageKind, { caseNumber, applicant, township }: MessageData): string {
  return `【${township}】${surnameForm(applicant)}：${bodies[kind](officeOf(township))}编号${caseNumber}。`;
}

const compoundSurnames = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 独孤 南宫 端木 轩辕 百里 呼延'.split(' '),
);

/** 王某, 欧阳某. Of a name in several parts (阿依古丽·买买提) the first character. */
export function surnameForm(name: string): string {
  const characters = [...name];
  const two = characters.slice(0, 2).join('');
  return `${characters.length > 2 && compoundSurnames.has(two) ? two : (characters[0] ?? '')}某`;
}
