import { ConfigError } from '../config.ts';
import { PolicyFileError } from '../policy/problems.ts';

/** The stack, or the demo on it, cannot go on for a reason its user can do something about: shown as cause and remedy, never as a stack trace. */
export class StackFailure extends Error {
  readonly remedy: string;

  constructor(cause: string, remedy: string) {
    super(cause);
    this.name = 'StackFailure';
    this.remedy = remedy;
  }
}

/** What a disk says no with. */
const places: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there. 没有写入权限。',
  EPERM: 'this user may not change it. 没有权限。',
  EROFS: 'the file system is read-only. 文件系统只读。',
  ENOSPC: 'the disk is full. 磁盘已满。',
};

/** What is shown of an error: what its user can mend in two lines, a mistake of ours with all we know of it. */
export function explain(error: unknown): string {
  if (error instanceof StackFailure) return `✗ ${error.message}\n  → ${error.remedy}`;
  if (error instanceof ConfigError)
    return `✗ ${error.message}\n  → docs/operations.md lists the settings. 各项设置见 docs/operations.md。`;
  if (error instanceof PolicyFileError)
    return `✗ Files under counties/ cannot be used 政策文件有误:\n  ${error.message.replaceAll('\n', '\n  ')}\n  → Correct them and start again. 更正后重新启动。`;
  const { code, path } = error as NodeJS.ErrnoException;
  const cause = path && code && places[code];
  if (cause)
    return `✗ ${path}: ${cause}\n  → Make room, or keep the project where this user may write. 请腾出空间，或换到可写的目录。`;
  return `✗ A mistake of ours 程序错误: ${(error as Error).stack ?? error}`;
}
