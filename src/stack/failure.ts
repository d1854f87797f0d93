import { ConfigError } from '../config.ts';

/** The stack, or the demo on it, cannot go on for a reason its user can do something about: shown as cause and remedy, never as a stack trace. */
export class StackFailure extends Error {
  readonly remedy: string;

  constructor(cause: string, remedy: string) {
    super(cause);
    this.name = 'StackFailure';
    this.remedy = remedy;
  }
}

/** What is shown of an error: what its user can mend in two lines, a mistake of ours with all we know of it. */
export function explain(error: unknown): string {
  if (error instanceof StackFailure) return `✗ ${error.message}\n  → ${error.remedy}`;
  if (error instanceof ConfigError) return `✗ ${error.message}`;
  return `✗ A mistake of ours 程序错误: ${(error as Error).stack ?? error}`;
}
