import type { Role } from '../domain/case/roles.ts';
import type { DepartmentCode } from '../domain/meeting/departments.ts';
import { demoOfficials } from '../stack/demoOfficials.ts';
import { type Text, t } from './words.ts';

/** A post of the demo, as it signs in and as the timeline names it. */
export interface Post {
  /** Client id at the identity provider. */
  readonly id: string;
  readonly officer: string;
  readonly label: Text;
  readonly roles: readonly Role[];
  /** For which department of joint meetings it answers. */
  readonly department: DepartmentCode;
}

function post(id: string, en: string): Post {
  const official = demoOfficials.find((each) => each.id === id);
  if (!official) throw new Error(`There is no demo post ${id}`);
  const { officer, label, roles, department = 'township' } = official;
  return { id, officer, label: t(label, en), roles, department };
}

/** Who plays: a county that confirms itself, a township far away, and the county where somebody is at home. */
export const cast = {
  clerk: post('dangyang.clerk', 'Yuyang township clerk'),
  duty1: post('dangyang.duty1', 'Yuyang duty officer A'),
  duty2: post('dangyang.duty2', 'Yuyang duty officer B'),
  administrator: post('dangyang.administrator', 'Dangyang administrator'),
  reviewer: post('dangyang.reviewer', 'Yuyang reviewer'),
  investigatorA: post('dangyang.investigator1', 'Yuyang investigator A'),
  investigatorB: post('dangyang.investigator2', 'Yuyang investigator B'),
  officer: post('dangyang.officer', 'Dangyang county officer'),
  officer2: post('dangyang.officer2', 'Dangyang county officer B'),
  leader: post('dangyang.leader', 'Dangyang county leader'),
  police: post('dangyang.police', 'Police liaison'),
  health: post('dangyang.health', 'Health liaison'),
  medicalInsurance: post('dangyang.medicalInsurance', 'Medical insurance liaison'),
  housing: post('dangyang.housing', 'Housing liaison'),
  shelter: post('dangyang.shelter', 'Shelter liaison'),
  home: post('dawu.officer', 'Dawu county officer'),
  financeA: post('dangyang.finance1', 'Dangyang finance A'),
  financeB: post('dangyang.finance2', 'Dangyang finance B'),
  auditor: post('dangyang.auditor', 'Dangyang auditor'),
  strangeClerk: post('xiangzhou.clerk', 'Xiangzhou township clerk'),
} as const;

/** Where the family lives, where it tries a second time, and where a stranger is at home. */
export const places = {
  county: '420582000000',
  township: '420582001000',
  strangeTownship: '451322100000',
  home: '420922000000',
} as const;

/** Who acts without a post. */
export const others = {
  system: t('系统', 'Doudi'),
  platform: t('信息核对平台（模拟）', 'Check platform (simulated)'),
  bank: t('银行（模拟）', 'Bank (simulated)'),
  departments: t('各部门', 'The departments'),
} as const;
