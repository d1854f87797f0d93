/** What a register may say of a member of a family in benefit. */
export const matchKinds = ['death', 'marriage', 'prison', 'benefitElsewhere'] as const;
export type MatchKind = (typeof matchKinds)[number];

export const matchNames: Readonly<Record<MatchKind, string>> = {
  death: '死亡登记',
  marriage: '婚姻登记',
  prison: '服刑信息',
  benefitElsewhere: '在其他地方享受救助',
};
