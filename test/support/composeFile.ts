import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../src/stack/paths.ts';

export interface Service {
  readonly image: string;
  readonly user?: string;
  readonly restart: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[] | Readonly<Record<string, unknown>>;
  readonly cap_drop: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}

/** docker-compose.yml as an engine reads it. */
export const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};

/** Its secrets, made into a directory by the program that makes them. */
export function makeSecrets(directory: string, host = 'doudi.invalid'): void {
  execFileSync(process.execPath, [join(projectRoot, 'scripts/make-secrets.mjs'), directory], {
    stdio: 'ignore',
    env: { ...process.env, DOUDI_HOST: host },
  });
}

/** The environment as a container has it, with its secrets where they were made. */
export function environmentOf({ environment = {} }: Service, secrets: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace('/run/secrets', secrets).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
}
