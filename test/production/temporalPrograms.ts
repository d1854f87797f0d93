import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { toolCache } from '../../src/stack/paths.ts';
import { provideTemporal } from '../../src/stack/temporal/binary.ts';

/** The version of docker-compose.yml's images. */
export const temporalVersion = 'v1.31.2';
const programs = { server: 'temporal-server', sql: 'temporal-sql-tool' } as const;
const cache = join(toolCache, `temporal-server-${temporalVersion}`);

/**
 * A PATH on which Temporal's production programs are, by the names they have in its images: the server, the tool for its
 * schema, the command line. Built once by Go into our cache (3½ to 10 minutes) where they are not installed.
 */
export async function pathWithTemporal(say: (line: string) => void): Promise<string> {
  const commandLine = dirname(await provideTemporal(say));
  if (!areThere()) await build(say);
  return [commandLine, cache, process.env.PATH].join(delimiter);
}

/** Why its server cannot be had here; undefined where it can. */
export function whyNoServer(): string | undefined {
  const canBuild = placesOfPath().some((place) => existsSync(join(place, 'go')));
  return areThere() || canBuild ? undefined : 'neither temporal-server nor Go is on PATH';
}

const placesOfPath = () => (process.env.PATH ?? '').split(delimiter);
const areThere = () =>
  [cache, ...placesOfPath()].some((place) =>
    Object.values(programs).every((program) => existsSync(join(place, program))),
  );

async function build(say: (line: string) => void): Promise<void> {
  say(`Temporal's server ${temporalVersion} is built with Go, once, 3½ minutes or more …`);
  const staging = `${cache}.${process.pid}`;
  await mkdir(staging, { recursive: true });
  try {
    await goInstall(staging, [
      `go.temporal.io/server/cmd/server@${temporalVersion}`,
      `go.temporal.io/server/cmd/tools/sql@${temporalVersion}`,
    ]);
    await mkdir(cache, { recursive: true });
    for (const [built, program] of Object.entries(programs)) await rename(join(staging, built), join(cache, program));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function goInstall(directory: string, packages: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = spawn('go', ['install', ...packages], {
      env: { ...process.env, GOBIN: directory },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    go.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-2_000);
    });
    go.once('error', () => reject(new Error('This needs Go 1.26 on PATH, or temporal-server and temporal-sql-tool')));
    go.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Temporal could not be built: ${said}`))));
  });
}
