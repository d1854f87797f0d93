import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { RolePasswords } from '../db/roles.ts';

/** What a stack on one machine keeps to itself: made once, kept beside its data, readable by its owner only. */
export interface StackSecrets {
  readonly postgres: string;
  readonly roles: RolePasswords;
  readonly dataKeys: string;
  readonly hashKey: string;
  readonly checkPlatform: string;
  readonly callback: string;
}

/** Reads the secrets, making them at the first start. */
export function keepSecrets(file: string): StackSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as StackSecrets;
  const password = () => randomBytes(18).toString('base64url');
  const key = () => randomBytes(32).toString('base64');
  const secrets: StackSecrets = {
    postgres: password(),
    roles: { owner: password(), api: password(), worker: password() },
    dataKeys: `k1:${key()}`,
    hashKey: key(),
    checkPlatform: key(),
    callback: key(),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

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
