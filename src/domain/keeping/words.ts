/** Why a file is kept on (延期保存), as codes: the record of it is append-only, and words might name somebody. */
export const holdReasons = ['lawsuit', 'investigation', 'audit', 'claim', 'subjectAsks', 'value'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** What keeps a file, whatever anybody proposes. */
export const keptBy = [
  'notEnded',
  'timeNotOver',
  'onHold',
  'recoveryOpen',
  'remedyOpen',
  'moneyUnderWay',
  'moneyOwed',
  'matchUnsettled',
  'unanswered',
  'successorDepends',
] as const;
export type KeptBy = (typeof keptBy)[number];

/** Why a file came off a list. */
export type TakenOffFor = KeptBy | 'listWithdrawn';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const holdReasonWords: Readonly<Record<HoldReason, Words>> = {
  lawsuit: { zh: '诉讼、复议或信访未了', en: 'a lawsuit, a reconsideration or a petition is not over' },
  investigation: { zh: '纪检监察或司法机关调查', en: 'it is under investigation' },
  audit: { zh: '审计或专项检查需要', en: 'an audit or an inspection needs it' },
  claim: { zh: '债权债务未了', en: 'money is still claimed' },
  subjectAsks: { zh: '当事人正在申请查阅、复制', en: 'the family has asked to see it or for a copy' },
  value: { zh: '经鉴定仍有保存价值', en: 'it was appraised to be worth keeping' },
};

export const keptByWords: Readonly<Record<TakenOffFor, Words>> = {
  notEnded: { zh: '案件尚未办结', en: 'the case has not ended' },
  timeNotOver: { zh: '保存期未满', en: 'its time of keeping is not over' },
  onHold: { zh: '已决定延期保存', en: 'it was decided to keep it on' },
  recoveryOpen: { zh: '追缴未了', en: 'money is still to come back' },
  remedyOpen: { zh: '复议或诉讼未了', en: 'a remedy is pending' },
  moneyUnderWay: { zh: '有款项在途', en: 'a payment is under way' },
  moneyOwed: { zh: '有应发未发款项', en: 'money is owed and was not paid' },
  matchUnsettled: { zh: '有数据比对结果尚未核实', en: 'what a register says is not settled' },
  unanswered: {
    zh: '有决定、外部回复或待发信息尚未办结',
    en: 'a decision, a report or a message on its way has no outcome yet',
  },
  successorDepends: { zh: '接续该户的案件仍在办', en: 'the file that goes on from it has not ended' },
  listWithdrawn: { zh: '销毁清册已撤回', en: 'the list was withdrawn' },
};
