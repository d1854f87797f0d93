import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { inject } from 'vitest';
import { freePort } from '../../src/stack/ports.ts';
import { type DevServer, startDevServer } from '../../src/stack/temporal/devServer.ts';

/** A Temporal server of a test's own, kept in a file, for tests that kill and restart it or lose its data. */
export interface IsolatedTemporal {
  /** Stays the same over restarts. */
  readonly address: string;
  /** Where its data and its log lie. */
  readonly directory: string;
  /** The process that all of it was started by; another after each start. */
  group(): number;
  /** SIGKILL; `start` brings it back with its data. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Removes its data while it is down: Temporal has lost everything. */
  forget(): Promise<void>;
  /** Kills it, copies its data, and starts it again. Gives how to put the copy back while it is down. */
  backUp(): Promise<() => Promise<void>>;
  /** Ends it and removes its files. */
  dispose(): Promise<void>;
}

export async function startIsolatedTemporal(settings: readonly string[] = []): Promise<IsolatedTemporal> {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-temporal-'));
  const options = {
    program: inject('temporalProgram'),
    port: await freePort(),
    logFile: join(directory, 'temporal.log'),
    dbFile: join(directory, 'temporal.db'),
    settings,
  };
  let server: DevServer | undefined = await startDevServer(options);
  const kill = async () => {
    await server?.process.kill();
    server = undefined;
  };
  const start = async () => {
    server ??= await startDevServer(options);
  };
  const forget = async () => {
    for (const file of filesOf(options.dbFile)) await rm(file, { force: true });
  };
  return {
    address: `127.0.0.1:${options.port}`,
    directory,
    group: () => server?.process.group ?? -1,
    kill,
    start,
    forget,
    async backUp() {
      await kill();
      const copy = await mkdtemp(join(directory, 'copy-'));
      for (const file of filesOf(options.dbFile)) await cp(file, join(copy, basename(file)));
      await start();
      return async () => {
        await forget();
        await cp(copy, directory, { recursive: true });
      };
    },
    async dispose() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A database of SQLite's, with the log that belongs to it. */
const filesOf = (dbFile: string) => ['', '-wal', '-shm'].map((suffix) => dbFile + suffix).filter(existsSync);

/**
 * A namespace of a test's own. A run's workflow is known by county and month alone, and two tests that pay the same
 * county for the same month in one namespace have one workflow between them.
 */
export async function ownNamespace({ workflowService }: Connection, namespace: string): Promise<string> {
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  return namespace;
}
