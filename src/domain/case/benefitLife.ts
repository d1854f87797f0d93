/** On what ground a benefit is ended (停保事由; MCA-57 arts. 29, 32, SAL-2026 arts. 46, 73). */
export const stopGrounds = [
  'incomeOver',
  'propertyOver',
  'refusesChecks',
  'fraud',
  'died',
  'missing',
  'imprisoned',
  'movedOut',
  'voluntary',
  'supportedElsewhere',
] as const;
export type StopGround = (typeof stopGrounds)[number];

export const stopGroundNames: Readonly<Record<StopGround, string>> = {
  incomeOver: '收入超过标准',
  propertyOver: '财产超过规定',
  refusesChecks: '拒绝配合核查',
  fraud: '骗取救助',
  died: '成员死亡',
  missing: '下落不明',
  imprisoned: '服刑',
  movedOut: '迁出本县',
  voluntary: '自愿放弃',
  supportedElsewhere: '转入其他救助',
};

/** Why money was paid beyond what was owed, and so how it is asked back (SAL-2026 arts. 73, 74). */
export const recoveryGrounds = ['changeReachedBack', 'reportedLate', 'ourError', 'hardship', 'fraud'] as const;
