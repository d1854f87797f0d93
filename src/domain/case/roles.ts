/** Roles of people and machines. The token says which an account holds and for which division. */
export const roles = [
  'township_clerk',
  'duty_officer',
  'investigator',
  'township_reviewer',
  'county_officer',
  'county_leader',
  'department_officer',
  'finance_officer',
  'auditor',
  'administrator',
  'machine',
] as const;
export type Role = (typeof roles)[number];

export const roleNames: Readonly<Record<Role, string>> = {
  township_clerk: '乡镇（街道）经办人员',
  duty_officer: '乡镇（街道）值班救助人员',
  investigator: '调查人员',
  township_reviewer: '乡镇（街道）审核人员',
  county_officer: '县级民政部门审核确认人员',
  county_leader: '县级民政部门负责人',
  department_officer: '联席会议成员单位人员',
  finance_officer: '财务人员',
  auditor: '审计监督人员',
  administrator: '系统管理员',
  machine: '外部系统',
};

/** At which level a role works: its division must be of that level, or above it for countrywide oversight. */
export const levelOf: Record<Role, 'township' | 'county' | 'any'> = {
  township_clerk: 'township',
  duty_officer: 'township',
  investigator: 'township',
  township_reviewer: 'township',
  county_officer: 'county',
  county_leader: 'county',
  department_officer: 'county',
  finance_officer: 'county',
  auditor: 'any',
  administrator: 'any',
  machine: 'any',
};
