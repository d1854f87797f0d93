import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

export const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** In its place, never by renaming: a container that has the file mounted sees what is written into it. */
export function overwrite(file, value, mode) {
  if (existsSync(file)) chmodSync(file, 0o600);
  writeFileSync(file, value);
  chmodSync(file, mode);
}
