import { collectDefaultMetrics } from 'prom-client';
import { caseClient } from '../commands/caseClient.ts';
import { runClient } from '../commands/runClient.ts';
import { readTaskQueues } from '../commands/taskQueues.ts';
import { connectTemporal } from '../commands/temporalConnection.ts';
import { testClock } from '../commands/testClock.ts';
import type { Config } from '../config.ts';
import { createPool } from '../db/pool.ts';
import { measurePool } from '../db/poolMetrics.ts';
import { checkResultOf } from '../gateways/checkReport.ts';
import { fieldCipher } from '../gateways/crypto/fieldCipher.ts';
import { payloadCodec } from '../gateways/crypto/payloadCodec.ts';
import { diskDocuments } from '../gateways/documents.ts';
import { logOutput } from '../gateways/logOutput.ts';
import { policySource } from '../policy/source.ts';
import { buildApp } from './app.ts';
import { issuerKeys } from './auth/issuerKeys.ts';
import { tokenVerifier } from './auth/token.ts';
import { measureCredentials } from './credentialMetrics.ts';
import { measureTemporal } from './temporalMetrics.ts';

/** The API as a process part: everything it uses put together from the configuration, and listening. */
export async function startApi(config: Config): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const pool = createPool(config.database.api);
  const temporal = await connectTemporal(config);
  const cases = caseClient(temporal.client, config.temporal.taskQueue, pool);
  const policy = policySource();
  const clockPool = config.testClock ? createPool(config.database.worker, 4) : undefined;

  const app = await buildApp(
    {
      pool,
      cases,
      runs: runClient(temporal.client, config.temporal.taskQueue),
      policy,
      cipher: fieldCipher(config.dataKeys, config.hashKey),
      verifyToken: tokenVerifier({ keys: issuerKeys(config.oidc.issuer), ...config.oidc }),
      documents: diskDocuments({ directory: config.documentsDir, keys: config.dataKeys }),
      payloads: payloadCodec(config.dataKeys),
      temporalUiOrigin: config.temporal.uiOrigin,
      callbackSecret: config.checkPlatform.callbackSecret,
      messageCallbackSecret: config.messages.callbackSecret,
      registerSecret: config.registers.secret,
      readReport: checkResultOf,
      ...(clockPool ? { testClock: testClock(clockPool, cases) } : {}),
    },
    { logLevel: config.logLevel, logTo: logOutput(), ...config.api },
  );
  collectDefaultMetrics({ register: app.metrics });
  measurePool(app.metrics, pool);
  measureCredentials(app.metrics, config.temporal.credentials);
  measureTemporal(app.metrics, () => readTaskQueues(temporal.client, config.temporal.taskQueue));
  await app.listen({ host: config.api.host, port: config.api.port });
  const address = app.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.api.port;
  return {
    url: `http://${config.api.host}:${port}`,
    async stop() {
      await app.close();
      await temporal.close();
      await Promise.all([pool, ...(clockPool ? [clockPool] : [])].map((each) => each.end()));
    },
  };
}
