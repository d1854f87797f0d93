import type { ProblemDetails } from '../contracts/http/problem.ts';
import type { ProblemCode } from '../contracts/problems.ts';

export type Refusal = { readonly code: ProblemCode } & ProblemDetails;

/** Carries a refusal out of a transaction, so that it is rolled back: what was refused leaves nothing, and its key may be used again. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
