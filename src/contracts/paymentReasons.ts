import { returnReasonOf } from './returnReasons.ts';

/** Why a line is held back (暂缓发放), and what ends it. The rules are in src/db/payments/prepare.ts. */
export const holdReasons = {
  noAccount: '尚未登记收款账户',
  accountUnusable: '收款账户信息不完整或有误，银行无法受理',
  deathReported: '有家庭成员死亡的报告，其后月份待核实',
  accountNewlyChanged: '收款账户刚变更，暂缓一期发放以防冒领，届时一并补发',
  imprisonmentReported: '有家庭成员服刑的报告，其后月份待核实',
  otherBenefitReported: '有家庭成员在其他地方享受救助的报告，其后月份待核实',
  returnedUncorrected: '银行退汇后收款账户尚未更正',
  sameAccountInOtherHousehold: '与其他在保家庭共用一个账户，待核实',
} as const;

/** What a register says holds them: a matter of the family's members, not of its account. */
export const heldByRegister: readonly (keyof typeof holdReasons)[] = [
  'deathReported',
  'imprisonmentReported',
  'otherBenefitReported',
];

/** Why something the bank said is set aside (待核实回执): a person clears it with the bank, nothing is posted. */
export const quarantineReasons = {
  unreadable: '回执文件无法读取',
  unknownRun: '回执所指批次不存在',
  totalsDiffer: '回执的笔数或合计与本批次不符',
  unknownLine: '回执中的笔目不属于本批次',
  wrongAmount: '回执金额与应发金额不符',
  duplicate: '该笔已按相同结果入账',
  contradictory: '该笔已按另一结果入账',
  calledDuplicate: '银行称为重复付款：可能已经付出，核实前不作退汇',
  late: '批次结算后收到，与已入账结果不同',
} as const;
export type QuarantineReason = keyof typeof quarantineReasons;

/** The words for a line's reason, held or returned; null where it has none. */
export function lineReasonTitle(reason: string | null): string | null {
  if (reason === null) return null;
  return Object.hasOwn(holdReasons, reason)
    ? holdReasons[reason as keyof typeof holdReasons]
    : returnReasonOf(reason).zh;
}
