import { readObject, text } from '../policyForms.ts';

/** Those who may be called to a joint meeting (联席会议): each county says in its policy which it calls, under which name. */
export const departmentCodes = [
  'police',
  'health',
  'medicalInsurance',
  'housing',
  'shelter',
  'township',
  'education',
  'humanResources',
  'emergencyManagement',
  'finance',
  'justice',
  'disabledFederation',
] as const;
export type DepartmentCode = (typeof departmentCodes)[number];

/** A department as a county names it. */
export type Department = {
  readonly department: DepartmentCode;
  readonly name: string;
};

export const departmentNames: Readonly<Record<DepartmentCode, string>> = {
  police: '公安',
  health: '卫生健康',
  medicalInsurance: '医疗保障',
  housing: '住房城乡建设',
  shelter: '救助管理',
  township: '乡镇（街道）',
  education: '教育',
  humanResources: '人力资源社会保障',
  emergencyManagement: '应急管理',
  finance: '财政',
  justice: '司法行政',
  disabledFederation: '残联',
};

export function isDepartment(code: unknown): code is DepartmentCode {
  return departmentCodes.some((known) => known === code);
}

export function readDepartment(raw: unknown): Department | undefined {
  return readObject<Department>(raw, {
    department: (code) => (isDepartment(code) ? code : undefined),
    name: (name) => text.parse(name, 'text'),
  });
}
