import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting is given twice, or its file cannot be read; the message names the variable, never a value. */
export class SecretFileError extends Error {}

/**
 * Takes values from files: where `NAME_FILE` is set, the file it names holds the value of `NAME`, as container engines and
 * service managers hand over secrets. A secret in the environment itself would be seen by whoever may inspect the process.
 * @throws SecretFileError
 */
export function withFiles(env: Environment, names: readonly string[]): Environment {
  const fromFiles = names.flatMap((name) => {
    const file = env[`${name}_FILE`];
    if (file === undefined || file === '') return [];
    if (env[name] !== undefined)
      throw new SecretFileError(
        `${name}: given both itself and as ${name}_FILE; leave one out 与 ${name}_FILE 重复，请只保留其一`,
      );
    return [[name, contentOf(name, file)] as const];
  });
  return { ...env, ...Object.fromEntries(fromFiles) };
}

function contentOf(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new SecretFileError(`${name}_FILE: the file cannot be read (${code}) 无法读取该文件`);
  }
}
