import pino from 'pino';

/** What waits to be written while it cannot be; beyond it lines are lost. */
const mostWaiting = 1 << 20;

/**
 * Where a process writes its log: standard output, or standard error. A disk that is full or a reader that has gone costs
 * lines and never the process, which by default an error of its output ends; once there is room, lines are written again.
 */
export function logOutput(to: 'stdout' | 'stderr' = 'stdout'): pino.DestinationStream {
  const output = pino.destination({ dest: to === 'stdout' ? 1 : 2, sync: true, maxLength: mostWaiting });
  output.on('error', lost);
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(lost)) stream.on('error', lost);
  return output;
}

/** Also of what goes past the log, such as a warning of Node's own. */
const lost = () => {};
