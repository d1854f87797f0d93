/**
 * Why a bank sends a line back (退票原因): external status reason codes of ISO 20022 that a household's account can
 * meet, in words for the township that must act, and what it is to do.
 */
export interface ReturnReason {
  readonly zh: string;
  readonly en: string;
  /**
   * - `correctAccount`: the family gives another or a corrected account
   * - `askFamily`: the account exists but cannot take money now; ask before changing it
   * - `askBank`: why is known to the bank alone; finance asks it, and until then the account is not tried again
   * - `payAgain`: nothing on the family's side; the next run pays again, to the same account
   * - `reconcile`: the bank has it already, it says; it may have been paid, so nothing is posted before that is clear
   */
  readonly remedy: 'correctAccount' | 'askFamily' | 'askBank' | 'payAgain' | 'reconcile';
}

export const returnReasons = {
  AC01: { zh: '账号不正确或不存在', en: 'Account number incorrect or unknown', remedy: 'correctAccount' },
  AC03: { zh: '收款账号无效', en: 'Creditor account number invalid', remedy: 'correctAccount' },
  AC04: { zh: '账户已销户', en: 'Account closed', remedy: 'correctAccount' },
  AC06: { zh: '账户被冻结', en: 'Account blocked', remedy: 'askFamily' },
  AC07: { zh: '收款人账户已销户', en: 'Creditor account closed', remedy: 'correctAccount' },
  AC14: {
    zh: '收款账户类型不允许入账',
    en: 'Creditor account type cannot take this payment',
    remedy: 'correctAccount',
  },
  AG01: { zh: '该账户不允许此类交易', en: 'Transaction forbidden on this type of account', remedy: 'correctAccount' },
  AM02: { zh: '超过账户限额', en: 'Amount above the limit of the account', remedy: 'askFamily' },
  AM04: { zh: '付款账户余额不足', en: 'Insufficient funds on the paying account', remedy: 'payAgain' },
  AM05: { zh: '银行视为重复付款', en: 'The bank takes it for a duplicate', remedy: 'reconcile' },
  AM09: { zh: '金额有误', en: 'Wrong amount', remedy: 'payAgain' },
  AM10: { zh: '合计金额与明细不符', en: 'Control sum does not match the lines', remedy: 'payAgain' },
  AM18: { zh: '笔数与明细不符', en: 'Number of transactions does not match the lines', remedy: 'payAgain' },
  BE01: { zh: '户名与账号不符', en: 'Name does not match the account', remedy: 'correctAccount' },
  BE06: { zh: '收款人未知', en: 'Creditor unknown at this account', remedy: 'correctAccount' },
  DT01: { zh: '日期无效', en: 'Invalid date', remedy: 'payAgain' },
  DU01: { zh: '报文重复', en: 'Duplicate message', remedy: 'reconcile' },
  DU02: { zh: '支付批次重复', en: 'Duplicate payment information', remedy: 'reconcile' },
  DU03: { zh: '交易重复', en: 'Duplicate transaction', remedy: 'reconcile' },
  DU04: { zh: '端到端标识重复', en: 'Duplicate end-to-end id', remedy: 'reconcile' },
  DU05: { zh: '指令标识重复', en: 'Duplicate instruction id', remedy: 'reconcile' },
  FF01: { zh: '文件格式无效', en: 'Invalid file format', remedy: 'payAgain' },
  MD07: { zh: '账户持有人已死亡', en: 'Account holder deceased', remedy: 'askFamily' },
  MS02: { zh: '收款人拒收，未说明原因', en: 'Refused by the customer, no reason given', remedy: 'askFamily' },
  MS03: { zh: '银行未说明原因', en: 'Refused by the bank, no reason given', remedy: 'askBank' },
  NARR: { zh: '原因见银行附言', en: 'Reason given as free text by the bank', remedy: 'askBank' },
  RC01: { zh: '行号格式错误', en: 'Bank identifier incorrect', remedy: 'correctAccount' },
  RR04: { zh: '监管原因', en: 'Regulatory reason', remedy: 'askBank' },
  TM01: { zh: '超过受理截止时间', en: 'Received after the cut-off time', remedy: 'payAgain' },
} as const satisfies Record<string, ReturnReason>;

/** The reason behind a code; for a code not in the table, one that says so and leads to the bank. */
export function returnReasonOf(code: string | undefined): ReturnReason {
  if (code !== undefined && Object.hasOwn(returnReasons, code))
    return returnReasons[code as keyof typeof returnReasons];
  if (code === undefined) return returnReasons.MS03;
  return { zh: `银行退回代码 ${code}`, en: `Bank return code ${code}`, remedy: 'askBank' };
}

/** The codes with this remedy. */
export function reasonsToBe(remedy: ReturnReason['remedy']): string[] {
  return Object.entries(returnReasons).flatMap(([code, reason]) => (reason.remedy === remedy ? [code] : []));
}

/** Status of a line in a status report (ExternalPaymentTransactionStatus1Code). */
export const paymentStatuses = [
  'RCVD',
  'PDNG',
  'ACTC',
  'ACCP',
  'ACSP',
  'ACWC',
  'ACWP',
  'ACSC',
  'ACCC',
  'BLCK',
  'CANC',
  'RJCT',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** What a status means for the ledger. `pending`: the bank will say more; nothing is posted. */
export function settlementOf(status: PaymentStatus): 'paid' | 'returned' | 'pending' {
  switch (status) {
    case 'ACSC':
    case 'ACCC':
      return 'paid';
    case 'RJCT':
    case 'CANC':
      return 'returned';
    case 'RCVD':
    case 'PDNG':
    case 'ACTC':
    case 'ACCP':
    case 'ACSP':
    case 'ACWC':
    case 'ACWP':
    case 'BLCK':
      return 'pending';
    default:
      return status satisfies never;
  }
}
