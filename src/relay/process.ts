import pino from 'pino';
import { caseClient } from '../commands/caseClient.ts';
import { runClient } from '../commands/runClient.ts';
import { connectTemporal } from '../commands/temporalConnection.ts';
import type { Config } from '../config.ts';
import { createPool } from '../db/pool.ts';
import { bankDirectory } from '../gateways/bank/directory.ts';
import { httpCheckPlatform } from '../gateways/checkPlatform.ts';
import { fieldCipher } from '../gateways/crypto/fieldCipher.ts';
import { diskDocuments } from '../gateways/documents.ts';
import { httpInstantBank } from '../gateways/instantBank.ts';
import { logOutput } from '../gateways/logOutput.ts';
import { httpMessageGateway } from '../gateways/messages.ts';
import { policySource } from '../policy/source.ts';
import { inLog } from '../tracing/spans.ts';
import { startBankWatcher } from './bankWatcher.ts';
import { startDestruction } from './destruction.ts';
import { startDigests } from './digests.ts';
import { effectHandlers } from './effects.ts';
import { serveRelayMetrics } from './metrics.ts';
import { startRelay as startRounds } from './relay.ts';

/** The relay with all it needs, from the configuration. */
export async function startRelay(config: Config): Promise<{ stop(): Promise<void> }> {
  const log = pino({ name: 'relay', level: config.logLevel, mixin: inLog }, logOutput());
  const pool = createPool(config.database.worker, 10);
  const policy = policySource();
  const connection = await connectTemporal(config);
  const cipher = fieldCipher(config.dataKeys, config.hashKey);
  const checkPlatform = httpCheckPlatform({
    url: config.checkPlatform.url,
    secret: config.checkPlatform.secret,
    onFailure: (failure) => log.warn(failure, 'the check platform did not take a request; it is sent again'),
  });
  const messages = httpMessageGateway({
    url: config.messages.url,
    secret: config.messages.secret,
    onFailure: (failure) =>
      log.warn(failure, 'the message gateway did not take a message; it is looked up and sent again'),
  });
  const instantBank = httpInstantBank({
    ...config.instantBank,
    onFailure: (failure) =>
      log.warn(failure, 'the instant channel gave no answer; the transfer is looked up, never sent again'),
  });
  const cases = caseClient(connection.client, config.temporal.taskQueue, pool);
  const observed =
    config.metricsPort === undefined
      ? undefined
      : await serveRelayMetrics(pool, { host: config.api.host, port: config.metricsPort });
  const metrics = observed?.rounds;
  const relay = startRounds({
    metrics,
    pool,
    cases,
    policy,
    effects: effectHandlers({ pool, cipher, policy, cases, checkPlatform, messages, instantBank }),
    log,
  });
  const digests = startDigests({ pool, cipher, policy, log, metrics });
  const documents = diskDocuments({ directory: config.documentsDir, keys: config.dataKeys });
  const destruction = startDestruction({ pool, policy, documents, log, metrics });
  const watcher = startBankWatcher({
    pool,
    cipher,
    runs: runClient(connection.client, config.temporal.taskQueue),
    bank: await bankDirectory(config.bankDir),
    log,
    metrics,
  });
  return {
    async stop() {
      await Promise.all([relay.stop(), digests.stop(), destruction.stop(), watcher.stop(), observed?.stop()]);
      await connection.close();
      await pool.end();
    },
  };
}
