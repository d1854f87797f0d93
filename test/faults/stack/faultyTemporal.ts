import { chmodSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../src/stack/ports.ts';
import { findPostgres } from '../../../src/stack/postgres/binaries.ts';
import { startCluster } from '../../../src/stack/postgres/cluster.ts';
import type { PersistenceFaults } from '../../production/temporalConfig.ts';
import { pathWithTemporal } from '../../production/temporalPrograms.ts';
import { startTemporalServer } from '../../production/temporalServer.ts';
import type { IsolatedTemporal } from '../../support/temporal.ts';

export interface FaultyTemporal extends IsolatedTemporal {
  /** How often its store has failed and it has said so. */
  failures(): number;
}

/** Temporal's production server over a PostgreSQL of its own, whose store does wrong as it is told. */
export async function startFaultyTemporal(faults: PersistenceFaults): Promise<FaultyTemporal> {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-faulty-temporal-'));
  chmodSync(directory, 0o711); // the unprivileged user that PostgreSQL runs as must get to its data
  const cluster = await startCluster({
    programs: await findPostgres(),
    dataDir: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    password: 'test',
    settings: ['max_connections=200', 'fsync=off'],
  });
  const server = await startTemporalServer({
    directory,
    path: await pathWithTemporal(console.log),
    superuserUrl: cluster.superuserUrl(),
    namespace: 'default',
    faults,
  });
  const never = async () => {
    throw new Error('What this server has is not lost: its store is what is looked at');
  };
  return {
    address: server.address,
    directory,
    group: server.group,
    failures: () => readFileSync(join(directory, 'temporal.log'), 'utf8').split('fault injection error').length - 1,
    kill: server.kill,
    start: server.start,
    forget: never,
    backUp: never,
    async dispose() {
      await server.stop();
      await cluster.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
