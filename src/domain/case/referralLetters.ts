import type { NoticeData } from './notices.ts';

/** 转介告知书: whereto the matter went, and by when that side answers. */
export function referralLines({ applicant, referredTo }: NoticeData, until: string): string[] {
  return [
    `${applicant}：你反映的困难属于${referredTo}的办理范围，已由本窗口转介，不需另行申请。`,
    `承办方将于${until}前（含当日）答复，由本窗口告知你。`,
  ];
}

/** With a refusal: what else there is, and that the window passes it on. Nobody is sent away. */
export function elsewhereLines({ elsewhere = [] }: NoticeData): string[] {
  if (elsewhere.length === 0) return [];
  return [`生活仍有困难的，可以在收到本通知时提出，由本窗口转介${elsewhere.join('、')}，不需另行奔走。`];
}
