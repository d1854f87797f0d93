import { randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TemporalCredentials } from '../../src/gateways/temporalCredentials.ts';
import { freePort } from '../../src/stack/ports.ts';
import { findPostgres } from '../../src/stack/postgres/binaries.ts';
import { startCluster } from '../../src/stack/postgres/cluster.ts';
import { compose, makeSecrets, type Service } from '../support/composeFile.ts';
import { eventually } from '../support/eventually.ts';
import { callGrpc, certificateShown, shakesHands, shut } from './grpc.ts';
import { pathWithTemporal } from './temporalPrograms.ts';
import { credentialsIn, startTemporalServer, type TemporalServer } from './temporalServer.ts';

const directory = mkdtempSync(join(tmpdir(), 'doudi-shut-'));
const secrets = join(directory, 'made', 'secrets');
const stops: (() => Promise<unknown>)[] = [];
let temporal: TemporalServer;
let ours: TemporalCredentials;
let administrator: TemporalCredentials;

beforeAll(async () => {
  chmodSync(directory, 0o711); // the unprivileged user that PostgreSQL runs as must get to its data
  const cluster = await startCluster({
    programs: await findPostgres(),
    dataDir: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    password: randomBytes(18).toString('base64url'),
  });
  stops.push(() => cluster.stop());
  makeSecrets(secrets);
  ours = credentialsIn(secrets, 'doudi');
  administrator = credentialsIn(secrets, 'setup');
  temporal = await startTemporalServer({
    directory,
    path: await pathWithTemporal(console.log),
    superuserUrl: cluster.superuserUrl(),
    namespace: 'doudi',
    shut: secrets,
  });
  stops.push(() => temporal.stop());
}, 1_200_000);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  rmSync(directory, { recursive: true });
}, 120_000);

const permissionDenied = 7;
const workflows = 'temporal.api.workflowservice.v1.WorkflowService';
const describeNamespace = `${workflows}/DescribeNamespace`;
const certificateOf = ({ authority, certificate, key }: TemporalCredentials) => ({
  ca: authority,
  cert: certificate,
  key,
});
const call = (method: string, namespace: string, as: TemporalCredentials, token: string | undefined = as.token) =>
  callGrpc(`https://${temporal.address}`, method, { ...certificateOf(as), token, namespace });

describe('Temporal in production', () => {
  it('answers us about our namespace, and the setup job about everything', async () => {
    expect(await call(describeNamespace, 'doudi', ours)).toBe(0);
    expect(await call(`${workflows}/ListWorkflowExecutions`, 'doudi', ours)).toBe(0);
    expect(await call(`${workflows}/ListNamespaces`, '', administrator)).toBe(0);
    expect(
      await call('temporal.api.operatorservice.v1.OperatorService/ListSearchAttributes', 'doudi', administrator),
    ).toBe(0);
    expect(await call('temporal.server.api.adminservice.v1.AdminService/DescribeCluster', '', administrator)).toBe(0);
  });

  it('refuses who has no token, whatever the certificate', async () => {
    for (const method of [
      'DescribeNamespace',
      'ListWorkflowExecutions',
      'PollWorkflowTaskQueue',
      'StartWorkflowExecution',
    ])
      expect(await anonymous(`${workflows}/${method}`), method).toBe(permissionDenied);
  });

  it('refuses our token in another namespace', async () => {
    for (const method of ['DescribeNamespace', 'ListWorkflowExecutions', 'StartWorkflowExecution'])
      for (const namespace of ['neighbour', 'temporal-system', ''])
        expect(await call(`${workflows}/${method}`, namespace, ours), `${method} in ${namespace}`).toBe(
          permissionDenied,
        );
  });

  it('refuses our token whatever is the administrator’s', async () => {
    const administrative = [
      `${workflows}/RegisterNamespace`,
      `${workflows}/UpdateNamespace`,
      `${workflows}/ListNamespaces`,
      'temporal.api.operatorservice.v1.OperatorService/AddSearchAttributes',
      'temporal.api.operatorservice.v1.OperatorService/DeleteNamespace',
      'temporal.api.operatorservice.v1.OperatorService/ListSearchAttributes',
      'temporal.server.api.adminservice.v1.AdminService/DescribeCluster',
      'temporal.server.api.adminservice.v1.AdminService/DeleteWorkflowExecution',
    ];
    for (const method of administrative) expect(await call(method, '', ours), method).toBe(permissionDenied);
  });

  it('refuses plain text, a stranger’s TLS, and who does not trust it', async () => {
    expect(await callGrpc(`http://${temporal.address}`, describeNamespace, { token: ours.token })).toBe(shut);
    const { ca, cert, key } = certificateOf(ours);
    const as = { namespace: 'doudi', token: ours.token };
    expect(await callGrpc(`https://${temporal.address}`, describeNamespace, { ...as, ca })).toBe(shut);
    expect(await callGrpc(`https://${temporal.address}`, describeNamespace, { ...as, cert, key })).toBe(shut);
    // A certificate of the servers' authority is no client's.
    const jwks = { cert: fileOf('temporal_jwks_certificate'), key: fileOf('temporal_jwks_key') };
    expect(await callGrpc(`https://${temporal.address}`, describeNamespace, { ...as, ca, ...jwks })).toBe(shut);
  });

  it('refuses a token that has ended, that another key signed, or that nobody did', async () => {
    const own = await importPKCS8(readFileSync(join(secrets, '../authorities/temporal_token_key'), 'utf8'), 'ES256');
    const { kid } = JSON.parse(fileOf('temporal_jwks')).keys[0];
    const token = (expires: string, key: Parameters<SignJWT['sign']>[0]) =>
      new SignJWT({ sub: 'temporal_doudi', permissions: ['doudi:write'] })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setExpirationTime(expires)
        .sign(key);
    const { privateKey: foreign } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ]);
    expect(await call(describeNamespace, 'doudi', ours, await token('1 hour', own))).toBe(0);
    expect(await call(describeNamespace, 'doudi', ours, await token('1 minute ago', own))).toBe(permissionDenied);
    expect(await call(describeNamespace, 'doudi', ours, await token('1 hour', foreign))).toBe(permissionDenied);
    const [, content] = administrator.token.split('.');
    const none = `${Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url')}.${content}.`;
    expect(await call(describeNamespace, 'doudi', ours, none)).toBe(permissionDenied);
  });

  it('opens nothing behind its front to a client’s certificate, nor to plain text', async () => {
    const inner = Object.entries(temporal.ports).filter(([name]) => name !== 'FRONTEND_GRPC_PORT');
    const itsOwn = { ca: ours.authority, cert: fileOf('temporal_certificate'), key: fileOf('temporal_key') };
    const tried = await Promise.all(
      inner.map(async ([name, port]) => {
        const clients = [certificateOf(ours), certificateOf(administrator), { ca: ours.authority }];
        return {
          name,
          itself: await shakesHands(Number(port), itsOwn),
          clients: await Promise.all(clients.map((client) => shakesHands(Number(port), client))),
          plain: await callGrpc(`http://127.0.0.1:${port}`, `${workflows}/ListNamespaces`),
        };
      }),
    );
    const closed = { clients: [false, false, false], plain: shut };
    expect(tried).toEqual(inner.map(([name]) => ({ name, itself: true, ...closed })));
    // Where no token is asked for, and whose HTTP door would have been open to any client: it is not there.
    const front = `https://127.0.0.1:${temporal.ports.INTERNAL_FRONTEND_GRPC_PORT}`;
    expect(await callGrpc(front, `${workflows}/ListNamespaces`, itsOwn)).toBe(0);
    const { environment } = compose.services.temporal as Service;
    expect(environment).toMatchObject({ FRONTEND_HTTP_PORT: '0', INTERNAL_FRONTEND_HTTP_PORT: '0' });
  });

  it('takes up what is renewed while it runs, and old and new hold beside each other', async () => {
    const before = ours;
    for (const name of ['temporal_certificate', 'temporal_doudi_certificate', 'temporal_doudi_token'])
      rmSync(join(secrets, name));
    makeSecrets(secrets);
    const after = credentialsIn(secrets, 'doudi');
    expect([after.certificate === before.certificate, after.token === before.token]).toEqual([false, false]);
    const { fingerprint256 } = new X509Certificate(fileOf('temporal_certificate'));
    const shown = () => certificateShown(Number(temporal.ports.FRONTEND_GRPC_PORT), certificateOf(before));
    await eventually('it shows its new certificate', async () => (await shown()) === fingerprint256);
    for (const each of [before, after]) expect(await call(describeNamespace, 'doudi', each)).toBe(0);
  });

  it('counts its certificates that end soon, of which there is none', async () => {
    await eventually('they were counted', async () => {
      const text = await (await fetch(temporal.metricsUrl)).text();
      return /^certificates_expiring\{[^}]*\} 0$/m.test(text);
    });
  });
});

const anonymous = (method: string) =>
  callGrpc(`https://${temporal.address}`, method, { ...certificateOf(ours), namespace: 'doudi' });
const fileOf = (name: string) => readFileSync(join(secrets, name), 'utf8');
