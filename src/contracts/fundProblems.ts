import type { ProblemRow } from './problemRow.ts';

/** What a township's standby fund says no with. */
export const fundProblems = {
  fundNotOpened: [
    409,
    '本年度备用金尚未开立',
    '请县级财务人员开立（POST /v1/standby-funds）；急需的选择“报县级决定”（toCounty）。',
    'The standby fund of this year is not opened',
    'The county’s finance officer opens it (POST /v1/standby-funds); where it is urgent choose `toCounty`.',
  ],
  fundExhausted: [
    409,
    '备用金余额不足',
    '减少金额，请县级补充备用金或由县级负责人准予透支，或选择“报县级决定”（toCounty）。',
    'Not enough is left in the standby fund',
    'Give less, have the county top it up or its leader allow an overdraft, or choose `toCounty`.',
  ],
  fundAlreadyOpened: [
    409,
    '该年度备用金已开立',
    '需要增加的，办理补充（topUp）。',
    'The fund of this year is open already',
    'To add to it, top it up.',
  ],
  fundTotalDiffers: [
    409,
    '结算金额与账面不一致',
    '重新查看备用金账面的未结金额，核对后再结算。',
    'The total named is not what is to be settled',
    'Look at what is unsettled in the books, compare, and name that total.',
  ],
  fundBeyondBalance: [
    409,
    '超过备用金余额',
    '上缴金额不超过可用余额。',
    'More than is left in the fund',
    'Carry back at most what is available.',
  ],
} as const satisfies Record<string, ProblemRow>;
