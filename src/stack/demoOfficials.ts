import type { Role } from '../domain/case/roles.ts';
import { type DepartmentCode, departmentNames } from '../domain/meeting/departments.ts';

/** An account of the development identity provider. Posts, not persons: no names anywhere. */
export interface DemoOfficial {
  /** Client id for the token request, such as `dangyang.clerk`. */
  readonly id: string;
  /** Staff number of the natural person behind the account. */
  readonly officer: string;
  readonly roles: readonly Role[];
  /** Statistical code, 12 digits. */
  readonly division: string;
  /** Of an account of a department that joint meetings call. */
  readonly department?: DepartmentCode;
  /** The post, for display. */
  readonly label: string;
}

interface Place {
  readonly id: string;
  readonly county: string;
  readonly countyName: string;
  readonly township: string;
  readonly townshipName: string;
}

const places: readonly Place[] = [
  { id: 'dangyang', county: '420582000000', countyName: '当阳市', township: '420582001000', townshipName: '玉阳街道' },
  { id: 'xiangzhou', county: '451322000000', countyName: '象州县', township: '451322100000', townshipName: '象州镇' },
];

const posts: readonly {
  id: string;
  role: Role;
  at: 'township' | 'county';
  department?: DepartmentCode;
  label: string;
}[] = [
  { id: 'clerk', role: 'township_clerk', at: 'township', label: '经办人' },
  { id: 'duty1', role: 'duty_officer', at: 'township', label: '值班救助员甲' },
  { id: 'duty2', role: 'duty_officer', at: 'township', label: '值班救助员乙' },
  { id: 'investigator1', role: 'investigator', at: 'township', label: '调查员甲' },
  { id: 'investigator2', role: 'investigator', at: 'township', label: '调查员乙' },
  { id: 'reviewer', role: 'township_reviewer', at: 'township', label: '审核人' },
  { id: 'officer', role: 'county_officer', at: 'county', label: '民政局审批人' },
  { id: 'leader', role: 'county_leader', at: 'county', label: '民政局负责人' },
  { id: 'finance1', role: 'finance_officer', at: 'county', label: '财务甲' },
  { id: 'finance2', role: 'finance_officer', at: 'county', label: '财务乙' },
  { id: 'auditor', role: 'auditor', at: 'county', label: '审计' },
  { id: 'administrator', role: 'administrator', at: 'county', label: '系统管理员' },
  { id: 'machine', role: 'machine', at: 'county', label: '外部系统' },
  { id: 'confirmer', role: 'township_reviewer', at: 'township', label: '确认人（委托）' },
  ...(['police', 'health', 'medicalInsurance', 'housing', 'shelter'] as const).map((department) => ({
    id: department,
    role: 'department_officer' as const,
    at: 'county' as const,
    department,
    label: `${departmentNames[department]}部门联络员`,
  })),
  { id: 'officer2', role: 'county_officer', at: 'county', label: '民政局审批人乙' },
];

/** Where somebody helped in 当阳 is at home: of that county only who takes over. */
const elsewhere: readonly DemoOfficial[] = [
  {
    id: 'dawu.officer',
    officer: '420922-0001',
    roles: ['county_officer'],
    division: '420922000000',
    label: '大悟县民政局接收人',
  },
];

/** The demo people: every role in a county that confirms itself (当阳) and in one that has delegated (象州). */
export const demoOfficials: readonly DemoOfficial[] = [...places.flatMap(officialsOf), ...elsewhere];

function officialsOf(place: Place): DemoOfficial[] {
  return posts.map((post, index) => ({
    id: `${place.id}.${post.id}`,
    officer: `${place.county.slice(0, 6)}-${String(index + 1).padStart(4, '0')}`,
    roles: [post.role],
    division: post.at === 'township' ? place.township : place.county,
    ...(post.department ? { department: post.department } : {}),
    label: `${post.at === 'township' ? place.townshipName : place.countyName}${post.label}`,
  }));
}

/** The one password of all demo accounts. */
export const demoSecret = 'demo';
