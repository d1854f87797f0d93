import { demoOfficials } from '../stack/demoOfficials.ts';
import { type Text, t } from './words.ts';

/** A post of the demo, as it signs in and as the timeline names it. */
export interface Post {
  /** Client id at the identity provider. */
  readonly id: string;
  readonly officer: string;
  readonly label: Text;
}

function post(id: string, en: string): Post {
  const official = demoOfficials.find((each) => each.id === id);
  if (!official) throw new Error(`There is no demo post ${id}`);
  return { id, officer: official.officer, label: t(official.label, en) };
}

/** Who plays: a county that confirms itself, and a township far away. */
export const cast = {
  clerk: post('dangyang.clerk', 'Yuyang township clerk'),
  duty1: post('dangyang.duty1', 'Yuyang duty officer A'),
  duty2: post('dangyang.duty2', 'Yuyang duty officer B'),
  administrator: post('dangyang.administrator', 'Dangyang administrator'),
  reviewer: post('dangyang.reviewer', 'Yuyang reviewer'),
  investigatorA: post('dangyang.investigator1', 'Yuyang investigator A'),
  investigatorB: post('dangyang.investigator2', 'Yuyang investigator B'),
  officer: post('dangyang.officer', 'Dangyang county officer'),
  financeA: post('dangyang.finance1', 'Dangyang finance A'),
  financeB: post('dangyang.finance2', 'Dangyang finance B'),
  auditor: post('dangyang.auditor', 'Dangyang auditor'),
  strangeClerk: post('xiangzhou.clerk', 'Xiangzhou township clerk'),
} as const;

/** Where the family lives, and where it tries a second time. */
export const places = {
  county: '420582000000',
  township: '420582001000',
  strangeTownship: '451322100000',
} as const;

/** Who acts without a post. */
export const others = {
  system: t('系统', 'Doudi'),
  platform: t('信息核对平台（模拟）', 'Check platform (simulated)'),
  bank: t('银行（模拟）', 'Bank (simulated)'),
} as const;
