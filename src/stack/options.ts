import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
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
  return readCommandLine<StackOptions>(
    'npm start --',
    'Starts the whole of Doudi on this machine 在本机启动整个系统',
    [
      portBaseOption('first of the ports 起始端口'),
      new Option('--reset', 'begin anew, removing the data of this stack 清空数据重新开始').default(false),
      new Option('--no-demo', 'without the demo people 不载入演示人员'),
    ],
    argv,
  );
}

export const defaultPortBase = 7_300;

/** The option by which stacks on one machine are told apart. */
export function portBaseOption(description: string): Option {
  return new Option('--port-base <port>', description).argParser(port).default(defaultPortBase);
}

/**
 * Reads what was given to one of our commands; `name` is how it is called.
 * @throws StackFailure naming what is wrong
 */
export function readCommandLine<T extends object>(
  name: string,
  description: string,
  options: readonly Option[],
  argv: readonly string[],
): T | undefined {
  const command = new Command(name)
    .description(description)
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  for (const option of options) command.addOption(option);
  try {
    return command.parse([...argv], { from: 'user' }).opts<T>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new StackFailure(
      `${error.message.replace(/^error: /, '')} 参数有误。`,
      `${name} --help lists what can be given. 可用参数见帮助。`,
    );
  }
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1_024 || value > 65_000)
    throw new InvalidArgumentError('a port between 1024 and 65000 is expected.');
  return value;
}
