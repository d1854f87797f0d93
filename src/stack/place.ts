import { existsSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './paths.ts';
import { isOpenToAll, openDirectory } from './postgres/binaries.ts';

/** Where one stack keeps its data and its logs: a directory for each --port-base, inside the clone. */
export interface Place {
  readonly directory: string;
  readonly secrets: string;
  readonly postgresData: string;
  readonly temporalDb: string;
  readonly documents: string;
  readonly bank: string;
  readonly identityKey: string;
  /** The settings of this stack's processes, secrets included, as `node --env-file` takes them. */
  readonly environment: string;
  /** Process id of the stack while it runs: send it SIGTERM to stop it. */
  readonly pid: string;
  log(name: string): string;
}

export async function placeFor(portBase: number): Promise<Place> {
  const directory = join(projectRoot, '.doudi', String(portBase));
  const documents = join(directory, 'documents');
  const bank = join(directory, 'bank');
  for (const path of [documents, bank, join(directory, 'logs')]) await mkdir(path, { recursive: true, mode: 0o711 });
  return {
    directory,
    documents,
    bank,
    secrets: join(directory, 'secrets.json'),
    postgresData: join(await postgresHome(directory, portBase), 'postgres'),
    temporalDb: join(directory, 'temporal.db'),
    pid: join(directory, 'stack.pid'),
    environment: join(directory, 'environment'),
    identityKey: join(directory, 'identity-provider.json'),
    log: (name) => join(directory, 'logs', `${name}.log`),
  };
}

/** Started by root, PostgreSQL runs as another user, who must be able to get to its data. */
async function postgresHome(directory: string, portBase: number): Promise<string> {
  if (process.getuid?.() !== 0 || isOpenToAll(directory)) return directory;
  const elsewhere = join(await openDirectory(), String(portBase));
  await mkdir(elsewhere, { recursive: true, mode: 0o711 });
  return elsewhere;
}

/** Removes everything this stack has stored. */
export function clear(place: Place): void {
  for (const path of [place.postgresData, place.directory]) if (existsSync(path)) rmSync(path, { recursive: true });
}
