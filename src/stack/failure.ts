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

/** The first mistakes of many; the rest are usually of the same kind. */
function listed({ problems }: PolicyFileError): string {
  const shown = problems.slice(0, 20).map(({ file, line, key, zh, en }) => `  ${file}:${line} ${key}: ${en} / ${zh}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`  … and ${more} more 另有 ${more} 处`] : [])].join('\n');
}

/** What is shown of an error: what its user can mend in two lines, a mistake of ours with all we know of it. */
export function explain(error: unknown): string {
  if (error instanceof StackFailure) return `✗ ${error.message}\n  → ${error.remedy}`;
  if (error instanceof ConfigError)
    return `✗ ${error.message}\n  → docs/operations.md lists the settings. 各项设置见 docs/operations.md。`;
  if (error instanceof PolicyFileError)
    return `✗ These files cannot be used as they stand; nothing was loaded. 文件有误，没有载入。\n${listed(error)}\n  → Correct each line, then try again. 请逐行更正后重试。`;
  const { code, path } = error as NodeJS.ErrnoException;
  const cause = path && code && places[code];
  if (cause)
    return `✗ ${path}: ${cause}\n  → Make room, or keep the project where this user may write. 请腾出空间，或换到可写的目录。`;
  return `✗ A mistake of ours 程序错误: ${(error as Error).stack ?? error}`;
}
