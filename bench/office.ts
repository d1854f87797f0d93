import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { buildApp } from '../src/api/app.ts';
import { tokenVerifier } from '../src/api/auth/token.ts';
import { caseClient } from '../src/commands/caseClient.ts';
import { runClient } from '../src/commands/runClient.ts';
import { connectTemporal } from '../src/commands/temporalConnection.ts';
import { testClock } from '../src/commands/testClock.ts';
import type { Task } from '../src/contracts/http/tasks.ts';
import { createPool } from '../src/db/pool.ts';
import type { Role } from '../src/domain/case/roles.ts';
import { checkResultOf } from '../src/gateways/checkReport.ts';
import { fieldCipher } from '../src/gateways/crypto/fieldCipher.ts';
import { payloadCodec } from '../src/gateways/crypto/payloadCodec.ts';
import { diskDocuments } from '../src/gateways/documents.ts';
import { policySource } from '../src/policy/source.ts';
import { householdOf } from '../test/simulation/households.ts';
import { startBare } from './bare.ts';
import { pause } from './blocks.ts';
import type { Measured } from './stackToMeasure.ts';

export type Office = Awaited<ReturnType<typeof openOffice>>;

const [township, county] = ['420582001000', '420582000000'];
const issuer = 'https://bench.test';
/** Over all scenarios: nobody applies twice. */
let families = 0;

/**
 * The API over the measured stack's database and Temporal, listening beside the stack's own: the same program, but without
 * a limit of requests per account, and for officers of its own.
 */
export async function openOffice(stack: Measured) {
  const { config } = stack;
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] });
  const pool = createPool(config.database.api);
  const workerPool = createPool(config.database.worker, 8);
  const temporal = await connectTemporal(config);
  const cases = caseClient(temporal.client, config.temporal.taskQueue, pool);
  const app = await buildApp(
    {
      pool,
      cases,
      runs: runClient(temporal.client, config.temporal.taskQueue),
      policy: policySource(),
      cipher: fieldCipher(config.dataKeys, config.hashKey),
      verifyToken: tokenVerifier({ keys, issuer, audience: config.oidc.audience }),
      documents: diskDocuments({ directory: config.documentsDir, keys: config.dataKeys }),
      payloads: payloadCodec(config.dataKeys),
      callbackSecret: config.checkPlatform.callbackSecret,
      messageCallbackSecret: config.messages.callbackSecret,
      registerSecret: config.registers.secret,
      readReport: checkResultOf,
    },
    { logLevel: 'silent', requestsPerMinute: 1_000_000, refusedTokensPerMinute: 60, busyAfterMs: 2_000 },
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const tokens = new Map<string, Promise<string>>();

  function tokenOf(role: Role): Promise<string> {
    const division = role.startsWith('county') ? county : township;
    const token =
      tokens.get(role) ??
      new SignJWT({ officer: `bench-${role.replace('_', '-')}`, roles: [role], division })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(issuer)
        .setAudience(config.oidc.audience)
        .setSubject(role)
        .setIssuedAt()
        .setExpirationTime('8h')
        .sign(privateKey);
    tokens.set(role, token);
    return token;
  }

  /** What has no outcome yet is sent again under its key, as every client does; the time it takes counts. */
  async function ask<T>(role: Role, path: string, body?: object): Promise<T> {
    const request = {
      headers: {
        authorization: `Bearer ${await tokenOf(role)}`,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    };
    for (const giveUp = Date.now() + 120_000; ; await pause(100)) {
      const answer = await fetch(`${url}${path}`, request);
      if (answer.status <= 201) return (await answer.json()) as T;
      const said = await answer.text();
      if (![202, 503].includes(answer.status) || Date.now() > giveUp)
        throw new Error(`${path}: ${answer.status} ${said}`);
    }
  }

  const bare = await startBare(stack, temporal.client);
  return {
    url,
    tokenOf,
    pool: workerPool,
    client: temporal.client,
    cases,
    bare,
    clock: testClock(workerPool, cases),
    read: <T>(role: Role, path: string) => ask<T>(role, path),

    async apply(): Promise<string> {
      const { caseId } = await ask<{ caseId: string }>(
        'township_clerk',
        '/v1/applications',
        householdOf(families++, 30_000),
      );
      return caseId;
    },
    async opened(role: Role, caseId: string, kind: string): Promise<Task> {
      for (const giveUp = Date.now() + 120_000; Date.now() < giveUp; await pause(100)) {
        const path = `/v1/tasks?standing=true&caseId=${caseId}&kind=${kind}`;
        const { items } = await ask<{ items: Task[] }>(role, path);
        if (items[0]) return items[0];
      }
      throw new Error(`${kind} did not open in ${caseId}`);
    },
    decide: (role: Role, task: Task, content: object) =>
      ask(role, `/v1/tasks/${task.taskId}/decision`, { taskVersion: task.version, ...content }),

    async stop() {
      await bare.stop();
      await app.close();
      await temporal.close();
      await Promise.all([pool.end(), workerPool.end()]);
    },
  };
}
