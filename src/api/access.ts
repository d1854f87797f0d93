import type { Role } from '../domain/case/roles.ts';

/** Who may use a route: anyone, an outside system by its signature, or accounts holding one of the roles. */
export type Access = 'public' | 'signed' | readonly Role[];

const township = ['township_clerk', 'duty_officer', 'investigator', 'township_reviewer'] as const;
const county = ['county_officer', 'county_leader'] as const;
/** Everyone who works on cases; which cases they see is the division's matter, and the database's. */
const caseworkers: readonly Role[] = [...township, ...county];
/** Those who serve the household and so read names in clear. An auditor judges by the record alone. */
const serving: readonly Role[] = [...caseworkers, 'finance_officer'];
/** Finance has tasks of its own: what comes back from a family. */
const deciders: readonly Role[] = [...caseworkers, 'finance_officer', 'department_officer'];
const caseReaders: readonly Role[] = [...serving, 'auditor'];
/** Those who answer for the reviews of a township or a county, and who audits them. */
const supervisors: readonly Role[] = ['township_reviewer', ...county, 'auditor'];
/** The files name every family and its account: they are for those who pay. */
const payers: readonly Role[] = ['finance_officer'];
const moneyReaders: readonly Role[] = [...payers, 'county_leader', 'auditor'];
/** The county keeps the files; finance supervises with it what is destroyed; an auditor looks on. */
const supervisorsOfDestruction: readonly Role[] = [...county, 'finance_officer'];
const archiveReaders: readonly Role[] = [...supervisorsOfDestruction, 'auditor'];
/** Departments know of the meetings they are called to, and of nothing else of a case. */
const meetingReaders: readonly Role[] = [...caseReaders, 'department_officer'];
const everyone: readonly Role[] = [...meetingReaders, 'administrator'];

/**
 * The authorisation matrix. A route without an entry keeps the API from starting; what a role may do to one case is
 * judged by `authority`, and what it sees of it by row-level security.
 */
export const access: Readonly<Record<string, Access>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'public',
  'GET /openapi.json': 'public',
  'OPTIONS /codec/decode': 'public',
  'POST /codec/decode': ['administrator', 'auditor'],
  'POST /v1/callbacks/check-platform': 'signed',
  'POST /v1/callbacks/messages': 'signed',
  'POST /v1/callbacks/registers': 'signed',

  'GET /v1/me': everyone,
  'GET /v1/outside': [...county, 'administrator'],
  'GET /v1/divisions': everyone,
  'GET /v1/policy': everyone,
  'GET /v1/policy/replanning': ['county_leader', 'administrator', 'auditor'],
  'GET /v1/test-clock': everyone,
  'POST /v1/test-clock/advance': everyone,

  'POST /v1/applications': ['township_clerk'],
  'POST /v1/emergencies': [...caseworkers, 'machine'],
  'GET /v1/emergencies': caseReaders,
  'GET /v1/emergencies/:caseId': caseReaders,
  'GET /v1/aid/statistics': everyone,
  'GET /v1/duty-roster': caseReaders,
  'PUT /v1/duty-roster': ['township_reviewer', 'county_officer'],
  'GET /v1/commands/:commandId': meetingReaders,

  'GET /v1/tasks': deciders,
  'GET /v1/tasks/:taskId': meetingReaders,
  'POST /v1/tasks/:taskId/claim': deciders,
  'POST /v1/tasks/:taskId/decision': deciders,

  'GET /v1/reviews': supervisors,
  'POST /v1/reviews/batch': ['investigator'],

  'GET /v1/digest': caseworkers,
  'PUT /v1/officers/:officer/contact': ['administrator'],
  'GET /v1/officers': [...supervisors, 'administrator'],
  'PUT /v1/officers/:officer': ['administrator'],

  'GET /v1/readings': ['auditor'],

  'GET /v1/handovers': caseworkers,
  'GET /v1/handovers/:handoverId': caseworkers,

  'GET /v1/cases': caseReaders,
  'GET /v1/cases/:caseId': caseReaders,
  'GET /v1/cases/:caseId/declaration': caseworkers,
  'GET /v1/cases/:caseId/family': caseworkers,
  'GET /v1/cases/:caseId/checks': caseworkers,
  'GET /v1/cases/:caseId/timeline': caseReaders,
  'GET /v1/cases/:caseId/journal': caseReaders,
  'GET /v1/cases/:caseId/export': [...county, 'auditor'],
  'GET /v1/cases/:caseId/clocks': caseReaders,
  'GET /v1/cases/:caseId/clocks/:clockId/certificate': caseReaders,
  'GET /v1/cases/:caseId/explanation': caseReaders,
  'GET /v1/cases/:caseId/decisions': caseReaders,
  'GET /v1/cases/:caseId/notices': caseReaders,
  'GET /v1/cases/:caseId/notices/:noticeId': serving,
  'GET /v1/cases/:caseId/messages': caseReaders,
  'GET /v1/cases/:caseId/recovery': caseReaders,
  'GET /v1/cases/:caseId/documents': caseReaders,
  'POST /v1/cases/:caseId/documents': [...caseworkers, 'department_officer'],
  'GET /v1/cases/:caseId/documents/:documentId': [...caseworkers, 'department_officer'],
  'GET /v1/cases/:caseId/meeting': meetingReaders,

  'GET /v1/keeping': archiveReaders,
  'POST /v1/cases/:caseId/keeping': county,
  'GET /v1/destruction-lists': archiveReaders,
  'POST /v1/destruction-lists': ['county_officer'],
  'GET /v1/destruction-lists/:listId': archiveReaders,
  'GET /v1/destruction-lists/:listId/certificate': archiveReaders,
  'POST /v1/destruction-lists/:listId/approval': ['county_leader'],
  'POST /v1/destruction-lists/:listId/supervision': supervisorsOfDestruction,
  'POST /v1/destruction-lists/:listId/withdrawal': county,

  'GET /v1/standby-funds': [...caseworkers, 'finance_officer', 'auditor'],
  'GET /v1/standby-funds/:township/:year': [...caseworkers, 'finance_officer', 'auditor'],
  'POST /v1/standby-funds': payers,
  'POST /v1/standby-funds/:township/:year/postings': [...payers, 'county_leader'],

  'POST /v1/disbursements': payers,
  'GET /v1/disbursements': moneyReaders,
  'GET /v1/disbursements/:disbursementId': moneyReaders,
  'GET /v1/disbursements/:disbursementId/lines': moneyReaders,
  'GET /v1/disbursements/:disbursementId/file': payers,
  'GET /v1/disbursements/:disbursementId/roster': payers,
  'POST /v1/disbursements/:disbursementId/signature': payers,
  'POST /v1/disbursements/:disbursementId/close': payers,
};

/** The routes whose answers may hold what is sealed in the database: each answer is recorded (plugins/reading.ts). */
export const opensPersonalData: ReadonlySet<string> = new Set([
  'GET /v1/cases/:caseId',
  'GET /v1/cases/:caseId/declaration',
  'GET /v1/cases/:caseId/family',
  'GET /v1/cases/:caseId/checks',
  'GET /v1/cases/:caseId/explanation',
  'GET /v1/cases/:caseId/decisions',
  'GET /v1/cases/:caseId/notices/:noticeId',
  'GET /v1/cases/:caseId/messages',
  'GET /v1/cases/:caseId/documents',
  'GET /v1/cases/:caseId/documents/:documentId',
  'GET /v1/cases/:caseId/export',
  'GET /v1/cases/:caseId/meeting',
  'GET /v1/emergencies/:caseId',
  'GET /v1/handovers/:handoverId',
  'GET /v1/disbursements/:disbursementId/file',
  'GET /v1/disbursements/:disbursementId/roster',
  'POST /codec/decode',
]);

/** Whether one of the roles may see names in clear. */
export function seesNames(roles: readonly Role[]): boolean {
  return roles.some((role) => serving.includes(role));
}

/** The reference page's own files are public. */
export function accessOf(method: string, url: string): Access | undefined {
  return url.startsWith('/reference') ? 'public' : access[`${method} ${url}`];
}
