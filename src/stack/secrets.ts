import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RolePasswords } from '../db/roles.ts';
import { StackFailure } from './failure.ts';
import type { Place } from './place.ts';

/** What a stack on one machine keeps to itself: made once, kept beside its data, readable by its owner only. */
export interface StackSecrets {
  readonly postgres: string;
  readonly roles: RolePasswords;
  readonly dataKeys: string;
  readonly hashKey: string;
  readonly checkPlatform: string;
  readonly callback: string;
  readonly messages: string;
  readonly messageCallback: string;
  readonly registers: string;
  readonly instantBank: string;
}

/**
 * Reads the secrets, making them at the first start, and only then: to data that is there already, new keys are of no use.
 * @throws StackFailure where they are gone or cannot be read
 */
export function keepSecrets({ secrets: file, postgresData }: Pick<Place, 'secrets' | 'postgresData'>): StackSecrets {
  if (existsSync(file)) return completed(file, readSecrets(file));
  if (existsSync(join(postgresData, 'PG_VERSION')))
    throw new StackFailure(
      `${file} is gone, and the data beside it cannot be opened without it. 密钥文件缺失，数据无法打开。`,
      `Put it back from a backup, ${beginAnew}`,
    );
  const password = () => randomBytes(18).toString('base64url');
  const secrets: StackSecrets = {
    postgres: password(),
    roles: { owner: password(), api: password(), worker: password() },
    dataKeys: `k1:${key()}`,
    hashKey: key(),
    ...sharedWithSimulators(),
  };
  return write(file, secrets);
}

const key = () => randomBytes(32).toString('base64');

/** Nothing stored depends on these: one that an earlier version did not know is made when it is first missed. */
const sharedWithSimulators = () => ({
  checkPlatform: key(),
  callback: key(),
  messages: key(),
  messageCallback: key(),
  registers: key(),
  instantBank: key(),
});

function completed(file: string, known: StackSecrets): StackSecrets {
  const all = { ...sharedWithSimulators(), ...known };
  return Object.keys(all).length === Object.keys(known).length ? known : write(file, all);
}

function write(file: string, secrets: StackSecrets): StackSecrets {
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

function readSecrets(file: string): StackSecrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StackSecrets;
  } catch {
    throw new StackFailure(
      `${file} cannot be read: it is not the JSON that was written. 密钥文件已损坏。`,
      `Put it back from a backup, ${beginAnew}`,
    );
  }
}

const beginAnew =
  'or begin anew: the same command with --reset. 请从备份恢复该文件，或在同一命令后加 --reset 重新开始。';

/**
 * Passwords of the roles on a server that is not ours. Roles belong to the whole server, so every stack on it must
 * come to the same ones: they are derived from the password that was given.
 */
export function derivedPasswords(databaseUrl: string): RolePasswords {
  const password = (role: string) =>
    createHmac('sha256', `doudi ${new URL(databaseUrl).password}`)
      .update(role)
      .digest('base64url');
  return { owner: password('owner'), api: password('api'), worker: password('worker') };
}
