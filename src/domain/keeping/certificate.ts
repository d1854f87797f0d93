import { type Role, roleNames } from '../case/roles.ts';
import type { Destroyed, ListId } from './list.ts';
import { keptByWords, type TakenOffFor } from './words.ts';

/** A list as its certificate tells of it; days are 'YYYY-MM-DD'. */
export interface CertifiedList {
  readonly listId: ListId;
  /** Its division code. */
  readonly county: string;
  readonly ground: string;
  readonly proposed: Signature;
  readonly approved: Signature;
  readonly supervised: readonly (Signature & { readonly role: string })[];
  readonly doneOn: string;
  readonly items: readonly CertifiedFile[];
  readonly tip: string;
  /** For how many years policy has accounting vouchers kept. */
  readonly accountingYears: number | undefined;
  /** The day by which every backup made before it was done is gone, as policy has backups kept. */
  readonly backupsUntil: string | undefined;
}

interface Signature {
  readonly officer: string;
  readonly on: string;
}

export interface CertifiedFile {
  readonly caseNumber: string;
  readonly endedOn: string;
  readonly keepUntil: string;
  readonly takenOffFor: TakenOffFor | undefined;
  readonly destroyed: (Destroyed & { readonly on: string }) | undefined;
}

/** The certificate of destruction (销毁证明), as it is printed and kept for ever. Only of a list that is done. */
export function certificateText(list: CertifiedList, language: 'zh' | 'en'): string {
  return `${(language === 'zh' ? inChinese(list) : inEnglish(list)).join('\n')}\n`;
}

function inChinese(list: CertifiedList): string[] {
  const { total, files, stayed } = counted(list);
  return [
    '社会救助档案销毁证明',
    `清册编号：${list.listId}`,
    `区划：${list.county}`,
    `依据：${list.ground}；个人信息保护法第十九条、第四十七条`,
    `提出：${list.proposed.officer}，${list.proposed.on}`,
    `审批：${list.approved.officer}，${list.approved.on}`,
    ...list.supervised.map(({ officer, role, on }) => `监销：${officer}（${roleNames[role as Role] ?? role}），${on}`),
    `完成：${list.doneOn}`,
    '',
    `共销毁 ${files.length} 卷：人员 ${total.persons} 人，内容 ${total.contents} 份，附件 ${total.documents} 件。`,
    ...files.map(
      ({ caseNumber, endedOn, keepUntil, destroyed: d }) =>
        `${caseNumber}　办结 ${endedOn}　保存至 ${keepUntil}　销毁 ${d.on}　人员 ${d.persons}　内容 ${d.contents}　附件 ${d.documents}`,
    ),
    ...(stayed.length > 0 ? ['', '移出清册、继续保存：'] : []),
    ...stayed.map(({ caseNumber, takenOffFor }) => `${caseNumber}　${keptByWords[takenOffFor].zh}`),
    '',
    `审计链（不含个人信息）、决定及金额继续保存；发放名册、银行回单等会计凭证依会计档案规定另行保存${list.accountingYears === undefined ? '' : ` ${list.accountingYears} 年`}。`,
    ...(list.backupsUntil === undefined ? [] : [`此前备份中的副本最迟于 ${list.backupsUntil} 随备份清除。`]),
    `清册记录链尾：${list.tip}`,
  ];
}

function inEnglish(list: CertifiedList): string[] {
  const { total, files, stayed } = counted(list);
  return [
    'Certificate of destruction of files of social assistance',
    `List: ${list.listId}`,
    `County: ${list.county}`,
    `Ground: ${list.ground}; PIPL arts. 19, 47`,
    `Proposed: ${list.proposed.officer}, ${list.proposed.on}`,
    `Approved: ${list.approved.officer}, ${list.approved.on}`,
    ...list.supervised.map(({ officer, role, on }) => `Supervised: ${officer} (${role}), ${on}`),
    `Done: ${list.doneOn}`,
    '',
    `Destroyed: ${files.length} files, ${total.persons} persons, ${total.contents} contents, ${total.documents} documents.`,
    ...files.map(
      ({ caseNumber, endedOn, keepUntil, destroyed: d }) =>
        `${caseNumber}: ended ${endedOn}, kept until ${keepUntil}, destroyed ${d.on}; ${d.persons} persons, ${d.contents} contents, ${d.documents} documents`,
    ),
    ...(stayed.length > 0 ? ['', 'Taken off, and kept:'] : []),
    ...stayed.map(({ caseNumber, takenOffFor }) => `${caseNumber}: ${keptByWords[takenOffFor].en}`),
    '',
    `The journals, which hold nothing personal, the decisions and the amounts stay; accounting vouchers have a time of their own${list.accountingYears === undefined ? '' : `, ${list.accountingYears} years`}.`,
    ...(list.backupsUntil === undefined
      ? []
      : [`Copies in backups made before are gone with them by ${list.backupsUntil}.`]),
    `Tip of the list's chain: ${list.tip}`,
  ];
}

function counted({ items }: CertifiedList) {
  const files = items.flatMap(({ destroyed, ...file }) => (destroyed ? [{ ...file, destroyed }] : []));
  const stayed = items.flatMap(({ takenOffFor, ...file }) => (takenOffFor ? [{ ...file, takenOffFor }] : []));
  const sumOf = (of: keyof Destroyed) => files.reduce((sum, { destroyed }) => sum + destroyed[of], 0);
  return {
    files,
    stayed,
    total: { persons: sumOf('persons'), contents: sumOf('contents'), documents: sumOf('documents') },
  };
}

/** What a destroyed case says of itself. */
export function destructionSentence(
  { listId, on, ...d }: Destroyed & { readonly listId: ListId; readonly on: string },
  language: 'zh' | 'en',
): string {
  return language === 'zh'
    ? `案卷内容已于 ${on} 依销毁清册 ${listId} 销毁（人员 ${d.persons} 人、内容 ${d.contents} 份、附件 ${d.documents} 件）；审计链、决定和金额仍可查阅。`
    : `What was on file was destroyed on ${on} from the list ${listId} (${d.persons} persons, ${d.contents} contents, ${d.documents} documents); journal, decisions and amounts remain.`;
}
