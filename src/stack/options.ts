import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { StackFailure } from './failure.ts';

export interface StackOptions {
  /** The API listens here, everything else on the ports after it. */
  readonly portBase: number;
  /** Begin anew: remove the data of this stack first. */
  readonly reset: boolean;
  /** Register the demo people. */
  readonly demo: boolean;
}

/** @returns undefined where only help was asked for. */
export function readOptions(argv: readonly string[]): StackOptions | undefined {
  const command = new Command('npm start --')
    .description('Starts the whole of Doudi on this machine 在本机启动整个系统')
    .option('--port-base <port>', 'first of the ports 起始端口', port, 7300)
    .option('--reset', 'begin anew, removing the data of this stack 清空数据重新开始', false)
    .option('--no-demo', 'without the demo people 不载入演示人员')
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  try {
    return command.parse([...argv], { from: 'user' }).opts<StackOptions>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new StackFailure(
      `${error.message.replace(/^error: /, '')} 参数有误。`,
      'npm start -- --help lists what can be given.',
    );
  }
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1_024 || value > 65_000)
    throw new InvalidArgumentError('a port between 1024 and 65000 is expected.');
  return value;
}
