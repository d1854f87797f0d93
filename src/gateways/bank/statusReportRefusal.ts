/** Why a status report was not taken. None of it was used; the file goes to quarantine and a person acts on the remedy. */
export type StatusReportRefusalCode =
  | 'tooLarge'
  | 'notUtf8'
  | 'notWellFormed'
  | 'doctypeRefused'
  | 'wrongMessageType'
  | 'fieldInvalid'
  | 'tooManyLines'
  | 'lineTwice'
  | 'countDiffers'
  | 'sumDiffers';

/** `at`: the element in question, by its place; never what stands in it. */
export interface StatusReportRefusal {
  readonly code: StatusReportRefusalCode;
  readonly at?: string;
  readonly cause: Wording;
  readonly remedy: Wording;
}

interface Wording {
  readonly zh: string;
  readonly en: string;
}

const again: Wording = { zh: '请银行重新发送该回单文件。', en: 'Ask the bank to send the report again.' };
const format: Wording = {
  zh: '请与银行核对接口版本：应为 pain.002.001.10。',
  en: 'Check the interface version with the bank: pain.002.001.10 is expected.',
};
const reconcile: Wording = {
  zh: '请银行核对后重新出具回单；在此之前不要按该文件入账。',
  en: 'Ask the bank to reconcile and issue the report again; post nothing from this file.',
};

const wordings: Record<StatusReportRefusalCode, { readonly cause: Wording; readonly remedy: Wording }> = {
  tooLarge: {
    cause: { zh: '文件超过大小上限。', en: 'The file is larger than the limit.' },
    remedy: { zh: '请银行按批次分文件发送。', en: 'Ask the bank to send one file per run.' },
  },
  notUtf8: {
    cause: { zh: '文件不是 UTF-8 编码（可能是 GBK）。', en: 'The file is not UTF-8; it may be GBK.' },
    remedy: {
      zh: '请银行以 UTF-8 重新发送；不要自行转换，以免改动内容。',
      en: 'Ask the bank to send it in UTF-8; do not convert it yourself, that may alter it.',
    },
  },
  notWellFormed: {
    cause: { zh: '文件不完整或不是有效的 XML。', en: 'The file is cut off or not well-formed XML.' },
    remedy: again,
  },
  doctypeRefused: {
    cause: {
      zh: '文件含有 DOCTYPE 或实体声明，出于安全拒收。',
      en: 'The file declares a DOCTYPE or entities; refused for safety.',
    },
    remedy: {
      zh: '请银行确认文件来源，并重新发送。',
      en: 'Ask the bank whether the file is its own, and to send it again.',
    },
  },
  wrongMessageType: {
    cause: {
      zh: '文件不是付款状态报告 pain.002.001.10。',
      en: 'The file is not a payment status report pain.002.001.10.',
    },
    remedy: format,
  },
  fieldInvalid: {
    cause: { zh: '有字段缺失或不符合规范。', en: 'A field is missing or not as the standard has it.' },
    remedy: format,
  },
  tooManyLines: {
    cause: { zh: '明细笔数超过上限。', en: 'The report has more lines than the limit.' },
    remedy: { zh: '请银行按批次分文件发送。', en: 'Ask the bank to send one file per run.' },
  },
  lineTwice: {
    cause: { zh: '同一笔付款在文件中出现两次。', en: 'A payment stands in the report twice.' },
    remedy: reconcile,
  },
  countDiffers: {
    cause: { zh: '笔数与明细不符。', en: 'A number of transactions differs from the lines.' },
    remedy: reconcile,
  },
  sumDiffers: {
    cause: { zh: '合计金额与明细不符。', en: 'A control sum differs from the lines.' },
    remedy: reconcile,
  },
};

export function statusReportRefusal(code: StatusReportRefusalCode, at?: string): StatusReportRefusal {
  return { code, ...(at === undefined ? {} : { at }), ...wordings[code] };
}
