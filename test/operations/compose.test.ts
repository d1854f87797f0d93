import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { roles } from '../../src/domain/case/roles.ts';
import { compose, environmentOf, makeSecrets, type Service } from '../support/composeFile.ts';
import { textOf } from './files.ts';

const services = Object.entries(compose.services);
const networksOf = ({ networks }: Service) => (Array.isArray(networks) ? networks : Object.keys(networks));
const ours = services.filter(([, { image }]) => image.startsWith('doudi:'));
const jobs = ['migrate', 'temporal-schema', 'temporal-namespace', 'doudi'];
/** What works all day; the others come and go. */
const working = ours.filter(([name]) => !['migrate', 'doudi'].includes(name));

const directory = mkdtempSync(join(tmpdir(), 'doudi-compose-'));
const made = join(directory, 'secrets');
makeSecrets(made);
afterAll(() => rmSync(directory, { recursive: true }));

describe('docker-compose.yml', () => {
  test('pins every image to a version, and to no host', () => {
    for (const [name, { image }] of services.filter(([, { image: of }]) => !of.startsWith('doudi:')))
      expect(image, name).toMatch(/^([a-z-]+\/)?[a-z-]+:v?\d+\.\d+[\w.-]*$/);
  });

  test('limits everything, drops what it may do, and starts again what should run', () => {
    for (const [name, { restart, cap_drop, deploy, healthcheck }] of services) {
      expect(deploy.resources.limits, name).toMatchObject({ cpus: expect.any(String), memory: expect.any(String) });
      expect(cap_drop, name).toEqual(['ALL']);
      expect(restart, name).toMatch(jobs.includes(name) ? /^(on-failure|no$)/ : /^unless-stopped$/);
      if (ours.some(([own]) => own === name) && !jobs.includes(name)) expect(healthcheck, name).toBeDefined();
    }
    for (const [name, { user }] of ours) expect(user, name).toBe('node');
  });

  test('has one door to the world; everything else is on the loopback address or nowhere', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port] as const));
    expect(published.filter(([, port]) => !port.startsWith('127.0.0.1:')).map(([name]) => name)).toEqual(['proxy']);
    const outside = services.filter(([, service]) => networksOf(service).includes('outside')).map(([name]) => name);
    expect(outside).toEqual(['relay', 'proxy']);
    for (const network of ['record', 'engine', 'front', 'measure'])
      expect(compose.networks[network], network).toEqual({ internal: true });
  });

  test('declares each secret it uses, uses each it declares, and make-secrets makes them all', () => {
    const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
    const declared = Object.keys(compose.secrets).sort();
    expect([...used].sort()).toEqual(declared);
    expect(readdirSync(made).sort()).toEqual(declared);
    for (const [name, { environment = {}, secrets = [] }] of services)
      for (const value of Object.values(environment))
        if (value.startsWith('/run/secrets/'))
          expect(secrets, `${name}: ${value}`).toContain(value.slice('/run/secrets/'.length));
  });

  test('gives each of our processes all its settings, and only the role it works as', () => {
    for (const [name, service] of working) {
      const { database, environment, tracesTo } = loadConfig({
        ...environmentOf(service, made),
        NODE_ENV: 'production',
      });
      expect(environment).toBe('production');
      expect(tracesTo, name).toBeUndefined();
      expect(networksOf(service), `${name} reaches a collector`).toContain('measure');
      expect(database.owner, name).toBeUndefined();
      if (name === 'api') expect(() => database.worker).toThrow();
      else expect(() => database.api, name).toThrow();
    }
  });

  test('has one place for the commands, where each finds what it needs', () => {
    const { profiles, environment, volumes, restart } = compose.services.doudi as Service;
    expect({ profiles, restart }).toEqual({ profiles: ['upkeep'], restart: 'no' }); // not with `up`
    const { database } = loadConfig({ ...environmentOf({ environment } as Service, made), NODE_ENV: 'production' });
    expect([database.owner, database.worker]).toEqual([expect.any(String), expect.any(String)]);
    expect(volumes).toEqual((compose.services.relay as Service).volumes);
    const holders = services.flatMap(([name, service]) =>
      service.secrets?.includes('database_url_owner') ? [name] : [],
    );
    expect(holders).toEqual(['migrate', 'doudi']);
  });

  test('shuts Temporal, and hands each what it shows there to it alone', () => {
    const { environment } = compose.services.temporal as Service;
    expect(environment).toMatchObject({
      TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: 'true',
      TEMPORAL_AUTH_AUTHORIZER: 'default',
    });
    expect(environment).not.toHaveProperty('TEMPORAL_ALLOW_NO_AUTH');
    const holders = (secret: string) =>
      services.flatMap(([name, { secrets = [] }]) => (secrets.includes(secret) ? [name] : []));
    expect(holders('temporal_key')).toEqual(['temporal']);
    for (const secret of ['temporal_setup_key', 'temporal_setup_token'])
      expect(holders(secret), secret).toEqual(['temporal-namespace']);
    expect(holders('temporal_ui_key')).toEqual(['temporal-ui']);
    expect(holders('temporal_doudi_token')).toEqual(ours.map(([name]) => name).filter((name) => name !== 'migrate'));
    expect(textOf('ops/temporal/dynamic.yaml')).toMatch(/system\.enableRingpopTLS:\n {2}- value: true/);
  });

  test('lets nothing of ours start before the database is of its version', () => {
    for (const [name, { depends_on }] of ours.filter(([each]) => each !== 'migrate'))
      expect(depends_on?.migrate, name).toEqual({ condition: 'service_completed_successfully' });
  });
});

test('the image is of the version of Node that it is built with, and runs as nobody special', () => {
  const dockerfile = textOf('Dockerfile');
  const from = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(new Set(from).size).toBe(1);
  expect(from[0]).toMatch(/^node:\d+\.\d+\.\d+-[a-z-]+$/);
  expect(dockerfile).toMatch(/^USER node$/m);
});

test('the realm knows our roles, and its tokens say what ours are read for', () => {
  const realm = JSON.parse(textOf('ops/keycloak/realm.json'));
  const known = realm.roles.realm.map(({ name }: { name: string }) => name);
  expect(known).toEqual(roles.filter((role) => role !== 'machine'));
  const claims = realm.clientScopes[0].protocolMappers.flatMap(
    ({ config }: { config: Record<string, string> }) =>
      config['claim.name'] ?? config['included.custom.audience'] ?? [],
  );
  expect(claims).toEqual(['officer', 'division', 'department', 'roles', 'doudi']);
  // Found by starting it: without `email` the realm is not taken in, without a period no second factor is.
  const [{ config }] = realm.components['org.keycloak.userprofile.UserProfileProvider'];
  const { attributes } = JSON.parse(config['kc.user.profile.config'][0]);
  expect(attributes.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['username', 'email', 'officer', 'division', 'department']),
  );
  for (const { name, required } of attributes)
    if (['officer', 'division'].includes(name)) expect(required, name).toEqual({ roles: ['admin'] });
  expect(realm).toMatchObject({ otpPolicyPeriod: 30, otpPolicyLookAheadWindow: 1 });
  expect(realm).toMatchObject({ defaultSignatureAlgorithm: 'RS256', sslRequired: 'all', registrationAllowed: false });
  expect(
    realm.clients.some(
      ({ directAccessGrantsEnabled }: { directAccessGrantsEnabled: boolean }) => directAccessGrantsEnabled,
    ),
  ).toBe(false);
});

test('the door does not show what is measured', () => {
  expect(textOf('ops/proxy/nginx.conf')).toContain('location = /metrics { return 404; }');
});
