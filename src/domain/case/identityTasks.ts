import type { TaskKind } from './taskKinds.ts';

/** Who somebody is that nobody knew when help was given, and what follows from it. */
export const identityTasks = {
  registerIdentity: {
    zh: '登记查明的身份',
    role: 'named',
    outcomes: ['identityRestored'],
    article: 'SAL-2026 art. 50',
    standing: true,
  },
  lookAtDuplicates: {
    zh: '核对重复救助',
    role: 'county_officer',
    outcomes: ['stand', 'toRecovery'],
    article: 'SAL-2026 arts. 41, 73',
    notAlso: 'aidGivenBy',
  },
  correctIdentity: {
    zh: '提出身份更正',
    role: 'county_officer',
    outcomes: ['correctionProposed'],
    article: 'SAL-2026 art. 50',
    standing: true,
  },
  confirmCorrection: {
    zh: '身份更正审核',
    role: 'county_leader',
    outcomes: ['approved', 'refused'],
    article: 'SAL-2026 art. 50',
    notAlso: 'correctionProposedBy',
  },
  returnHome: {
    zh: '护送返乡、移交',
    role: 'county_officer',
    outcomes: ['handedOver'],
    article: 'SAL-2026 arts. 4, 13',
    standing: true,
  },
} as const satisfies Record<string, TaskKind>;

/** Where word of somebody's identity came from. */
export const identitySources = ['police', 'shelter', 'hospital', 'family', 'papers'] as const;
export type IdentitySource = (typeof identitySources)[number];

export const identitySourceNames: Readonly<Record<IdentitySource, string>> = {
  police: '公安机关',
  shelter: '救助管理机构',
  hospital: '医疗机构',
  family: '亲属',
  papers: '补齐的手续',
};
