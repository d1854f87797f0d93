import type { RunRefusal } from '../domain/payments/run.ts';
import type { ProblemRow } from './problemRow.ts';

/** What a payment run refuses (src/domain/payments/run.ts). */
export const paymentProblems: Record<RunRefusal, ProblemRow> = {
  runNotPrepared: [
    409,
    '发放批次尚未生成',
    '稍候刷新，批次生成后再办理。',
    'The run is not prepared yet',
    'Reload in a moment; it can be signed once it is prepared.',
  ],
  runAlreadySigned: [
    409,
    '该批次已完成两人签字',
    '无需再签；查看批次进度。',
    'Two persons have signed this run already',
    'Nothing is left to sign; see how far the run is.',
  ],
  runClosed: [
    409,
    '该批次已结算',
    '差额由下一批次发放。',
    'The run is closed',
    'What is still owed is paid by the next run.',
  ],
  runNotBalanced: [
    409,
    '已发、暂缓、退回之和与应发不符',
    '尚未签字的先由两人签字；已交银行的等待回执或核实待处理回执，相符后再结算。',
    'Paid, held and returned do not make up what was planned',
    'Have it signed by two if it is not; once the bank has it, wait for its report or clear up what was set aside, and close then.',
  ],
  nothingToPay: [
    409,
    '该批次没有可发金额',
    '核对暂缓名单；无需签字，可直接结算。',
    'The run pays nothing',
    'Look at the hold list; there is nothing to sign, and it can be closed.',
  ],
  totalDiffers: [
    422,
    '填写的合计金额与批次不符',
    '重新核对批次合计，填写实际看到的金额。',
    'The total named is not the total of the run',
    'Look at the run again and name the total you see.',
  ],
  signedAlready: [
    403,
    '您已签过该批次',
    '须由另一名财务人员签第二个字。',
    'You have signed this run already',
    'The second signature is for another finance officer.',
  ],
  notFinanceOfficer: [
    403,
    '只有财务人员可以办理',
    '请由本县财务人员办理。',
    'Only a finance officer may do this',
    'Leave it to a finance officer of the county.',
  ],
  otherCounty: [
    403,
    '不是本县的发放批次',
    '只能办理本县的批次。',
    'This is another county’s run',
    'Open and sign the runs of your own county.',
  ],
  periodTooFarAhead: [
    422,
    '发放月份太靠后',
    '最多提前到下个月。',
    'The period is too far ahead',
    'A run can be opened for next month at the latest.',
  ],
};
