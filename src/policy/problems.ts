/** A mistake in a file of `counties/`: where it is, and what to do, in both languages. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  /** The policy key the mistake is in, or the field where there is none. */
  readonly key: string;
  readonly zh: string;
  readonly en: string;
}

/** Files of `counties/` cannot be used as they stand; nothing was loaded. The message lists every mistake. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ file, line, key, zh, en }) => `${file}:${line} ${key}: ${zh} / ${en}`).join('\n'));
    this.problems = problems;
  }
}
