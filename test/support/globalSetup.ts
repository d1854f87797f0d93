import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '../../src/stack/ports.ts';
import { provideTemporal } from '../../src/stack/temporal/binary.ts';
import { startDevServer } from '../../src/stack/temporal/devServer.ts';
import { bundleWorkflows } from '../../src/stack/workflowBundle.ts';
import { startTestCluster } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the test cluster (database `postgres`). */
    superuserUrl: string;
    pgPort: number;
    /** Address of the shared in-memory Temporal server, namespace `default`. */
    temporalAddress: string;
    /** The program, for tests that start a server of their own. */
    temporalProgram: string;
    /** The bundled workflows, or '' while there are none. */
    workflowBundlePath: string;
  }
}

/** One PostgreSQL and one Temporal for all story files; each test takes its own database and task queue. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-test-'));
  chmodSync(directory, 0o711); // the unprivileged user that PostgreSQL runs as must get to its data
  const stops: (() => Promise<void>)[] = [];
  const teardown = async () => {
    await Promise.allSettled(stops.map((stop) => stop()));
    await rm(directory, { recursive: true, force: true });
  };
  const started = await Promise.allSettled([
    startPostgres(directory, stops),
    startTemporal(directory, stops),
    bundle(directory),
  ] as const);
  const failed = started.find((part) => part.status === 'rejected');
  if (failed) {
    await teardown();
    throw failed.reason;
  }
  const [postgres, temporal, bundlePath] = started.map((part) =>
    part.status === 'fulfilled' ? part.value : undefined,
  ) as [Awaited<ReturnType<typeof startPostgres>>, Awaited<ReturnType<typeof startTemporal>>, string];
  project.provide('superuserUrl', postgres.url);
  project.provide('pgPort', postgres.port);
  project.provide('temporalAddress', temporal.address);
  project.provide('temporalProgram', temporal.program);
  project.provide('workflowBundlePath', bundlePath);
  return teardown;
}

async function startPostgres(directory: string, stops: (() => Promise<void>)[]) {
  const { cluster, superuserUrl, options } = await startTestCluster(directory);
  stops.push(() => cluster.stop());
  return { url: superuserUrl, port: options.port };
}

async function startTemporal(directory: string, stops: (() => Promise<void>)[]) {
  const program = await provideTemporal((line) => console.log(line));
  const server = await startDevServer({ program, port: await freePort(), logFile: join(directory, 'temporal.log') });
  stops.push(() => server.stop());
  return { address: server.address, program };
}

async function bundle(directory: string): Promise<string> {
  const path = join(directory, 'workflow-bundle.js');
  return (await bundleWorkflows(path)) ? path : '';
}
