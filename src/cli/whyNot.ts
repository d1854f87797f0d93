import { TemporalAway } from '../commands/temporalConnection.ts';
import { ConfigError } from '../config.ts';
import { PolicyFileError } from '../policy/problems.ts';
import { explain, StackFailure } from '../stack/failure.ts';

const ofTheNetwork: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);

/** What is said where a command could not be done: cause, and where there is one, remedy. */
export function whyNot(error: Error): string {
  const plain = [ConfigError, PolicyFileError, StackFailure].some((kind) => error instanceof kind);
  return plain ? explain(error) : `✗ It could not be done 未能完成: ${causeOf(error)}`;
}

function causeOf(error: Error): string {
  if (error instanceof TemporalAway)
    return `${error.message} Temporal 没有应答。\n  → Start it, or look at the TEMPORAL_ settings. 请启动 Temporal，或核对 TEMPORAL_ 各项设置。`;
  // Where a name has several addresses, what each of them said stands under one error without a message.
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  if (ofTheNetwork.has((first as NodeJS.ErrnoException).code))
    return `the database does not answer (${first?.message}). 数据库没有应答。\n  → Start it, or look at the DATABASE_URL_ settings. 请启动数据库，或核对 DATABASE_URL_ 各项设置。`;
  return error.message;
}
