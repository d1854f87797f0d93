/** The stack cannot start for a reason its user can do something about: shown as cause and remedy, never as a stack trace. */
export class StackFailure extends Error {
  readonly remedy: string;

  constructor(cause: string, remedy: string) {
    super(cause);
    this.name = 'StackFailure';
    this.remedy = remedy;
  }
}
