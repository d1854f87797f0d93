import { type RefusalCode, refusalCodes } from '../domain/authority.ts';
import { type ListRefusal, listRefusalCodes } from '../domain/keeping/list.ts';
import { type RunRefusal, runRefusalCodes } from '../domain/payments/run.ts';
import { caseProblems } from './caseProblems.ts';
import { changeProblems } from './changeProblems.ts';
import { dutyProblems } from './dutyProblems.ts';
import { fundProblems } from './fundProblems.ts';
import { keepingProblems } from './keepingProblems.ts';
import { meetingProblems } from './meetingProblems.ts';
import { paymentProblems } from './paymentProblems.ts';
import type { ProblemRow } from './problemRow.ts';
import { requestProblems } from './requestProblems.ts';

export type ProblemCode =
  | RefusalCode
  | RunRefusal
  | keyof typeof fundProblems
  | ListRefusal
  | keyof typeof changeProblems
  | keyof typeof dutyProblems
  | keyof typeof requestProblems;

/** What a refusal is called, and what the person who reads it can do now. */
export interface ProblemText {
  readonly title: string;
  readonly remedy: string;
}

export interface ProblemKind {
  /** HTTP status. */
  readonly status: number;
  readonly zh: ProblemText;
  readonly en: ProblemText;
}

const rows: Record<ProblemCode, ProblemRow> = {
  ...caseProblems,
  ...meetingProblems,
  ...paymentProblems,
  ...fundProblems,
  ...keepingProblems,
  ...changeProblems,
  ...dutyProblems,
  ...requestProblems,
};

/** Every code the API can answer with, in the order of docs/errors.md. */
export const problemCodes: readonly ProblemCode[] = [
  ...refusalCodes,
  ...runRefusalCodes,
  ...(Object.keys(fundProblems) as (keyof typeof fundProblems)[]),
  ...listRefusalCodes,
  ...(Object.keys(changeProblems) as (keyof typeof changeProblems)[]),
  ...(Object.keys(dutyProblems) as (keyof typeof dutyProblems)[]),
  ...(Object.keys(requestProblems) as (keyof typeof requestProblems)[]),
];

export const problems = Object.fromEntries(
  problemCodes.map((code) => {
    const [status, zh, zhRemedy, en, enRemedy] = rows[code];
    return [code, { status, zh: { title: zh, remedy: zhRemedy }, en: { title: en, remedy: enRemedy } }];
  }),
) as unknown as Readonly<Record<ProblemCode, ProblemKind>>;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(rows, text);
}
