import { DefaultLogger, type Logger } from '@temporalio/worker';
import type { Config } from './config.ts';
import { framesOf } from './gateways/errorFrames.ts';
import { logOutput } from './gateways/logOutput.ts';

const levels = {
  fatal: 'ERROR',
  error: 'ERROR',
  warn: 'WARN',
  info: 'INFO',
  debug: 'DEBUG',
  silent: 'ERROR',
} as const satisfies Record<Config['logLevel'], string>;

/** What of the SDK's details may stand in a log: ids and names of ours. */
const plain = [
  'sdkComponent',
  'namespace',
  'taskQueue',
  'workflowId',
  'runId',
  'workflowType',
  'activityType',
  'attempt',
  'trace_id',
];

/**
 * The worker's log, a line of JSON an entry. Of an error it says what it is and where it happened, never its message, as
 * the API's does: the SDK's own logger prints whatever an activity threw, with all that is in it.
 */
export function workerLog(
  level: Config['logLevel'],
  output: { write(line: string): void } = logOutput('stderr'),
): Logger {
  return new DefaultLogger(levels[level], ({ level, timestampNanos, message, meta = {} }) => {
    if (level === undefined) return;
    const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
    const known = Object.fromEntries(plain.flatMap((name) => (meta[name] === undefined ? [] : [[name, meta[name]]])));
    output.write(`${JSON.stringify({ time, level, message, ...known, ...aboutError(meta.error) })}\n`);
  });
}

function aboutError(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const { code, type } = error as { code?: unknown; type?: unknown };
  const short = [code, type].filter((word) => typeof word === 'string' && /^[\w.]{1,60}$/.test(word));
  return { error: error.name, ...(short[0] === undefined ? {} : { code: short[0] }), stack: framesOf(error) };
}
