import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config.ts';
import { roles } from '../../src/domain/case/roles.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { textOf } from './files.ts';

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly restart: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[] | Readonly<Record<string, unknown>>;
  readonly cap_drop: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

const compose = parse(textOf('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const networksOf = ({ networks }: Service) => (Array.isArray(networks) ? networks : Object.keys(networks));
const ours = services.filter(([, { image }]) => image.startsWith('doudi:'));
const jobs = ['migrate', 'temporal-schema', 'temporal-namespace'];

const directory = mkdtempSync(join(tmpdir(), 'doudi-compose-'));
const made = join(directory, 'secrets');
execFileSync(process.execPath, [join(projectRoot, 'scripts/make-secrets.mjs'), made], { stdio: 'ignore' });
afterAll(() => rmSync(directory, { recursive: true }));

/** The environment as a container has it, its secrets where they were made. */
const environmentOf = ({ environment = {} }: Service) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace('/run/secrets', made).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );

describe('docker-compose.yml', () => {
  test('pins every image to a version, and to no host', () => {
    for (const [name, { image }] of services.filter(([, { image: of }]) => !of.startsWith('doudi:')))
      expect(image, name).toMatch(/^([a-z-]+\/)?[a-z-]+:v?\d+\.\d+[\w.-]*$/);
  });

  test('limits everything, drops what it may do, and starts again what should run', () => {
    for (const [name, { restart, cap_drop, deploy, healthcheck }] of services) {
      expect(deploy.resources.limits, name).toMatchObject({ cpus: expect.any(String), memory: expect.any(String) });
      expect(cap_drop, name).toEqual(['ALL']);
      expect(restart, name).toMatch(jobs.includes(name) ? /^on-failure/ : /^unless-stopped$/);
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
    for (const [name, service] of ours.filter(([each]) => each !== 'migrate')) {
      const { database, environment, tracesTo } = loadConfig({ ...environmentOf(service), NODE_ENV: 'production' });
      expect(environment).toBe('production');
      expect(tracesTo, name).toBeUndefined();
      expect(networksOf(service), `${name} reaches a collector`).toContain('measure');
      expect(database.owner, name).toBeUndefined();
      if (name === 'api') expect(() => database.worker).toThrow();
      else expect(() => database.api, name).toThrow();
    }
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
