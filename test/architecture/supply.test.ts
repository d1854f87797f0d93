import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/stack/paths.ts';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

const read = (file: string) => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'));
const lock = read('package-lock.json') as { lockfileVersion: number; packages: Record<string, Locked> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Licences under which Doudi may be passed on with what it needs to run: permissive ones, none that asks for source. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 AND MIT',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0', // caniuse-lite: a table of browsers, of which nothing is changed
  'ISC',
  'MIT',
  'Unlicense',
]);
/** What the lock file does not say, read in the package itself. */
const said: Readonly<Record<string, string>> = { unionfs: 'Unlicense' };

test('what runs with Doudi is under a licence that lets it be passed on', () => {
  const others = packages
    .filter(([, { dev }]) => !dev)
    .map(([path, { license }]) => [nameOf(path), license ?? said[nameOf(path)] ?? 'none'] as const)
    .filter(([, license]) => !allowed.has(license));
  expect(others).toEqual([]);
});

test('every package is known by its content; builds for another machine than the one that locked them may not be', () => {
  expect(lock.lockfileVersion).toBe(3);
  const without = packages.filter(([, { integrity, os, cpu }]) => !integrity?.startsWith('sha512-') && !os && !cpu);
  expect(without.map(([path]) => path)).toEqual([]);
});

test('and none is fetched from a place of its own: no address, no repository, no file beside the project', () => {
  const manifest = read('package.json') as Record<string, Record<string, string>>;
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(wanted.filter(([, version]) => /[:/]/.test(version))).toEqual([]);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('only the packages that are named may run a script when they are installed; builds for one machine but those named do without', () => {
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
  const running = packages
    .filter(([, { hasInstallScript, os }]) => hasInstallScript && !os)
    .map(([path]) => nameOf(path));
  expect([...new Set(running)].filter((name) => !(name in allowScripts))).toEqual([]);
});
