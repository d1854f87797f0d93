import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { projectRoot } from '../../src/stack/paths.ts';

/** One import statement of a source file; `target` is a path from the root for our own files, a package's name otherwise. */
export interface Import {
  readonly from: string;
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

/** Every TypeScript file under a directory, as paths from the root. */
export function sourcesUnder(directory: string): string[] {
  return readdirSync(join(projectRoot, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(directory, file).replaceAll('\\', '/'))
    .sort();
}

export const readSource = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]/gms;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The imports of one file: static, re-exported and dynamic. */
export function importsOf(file: string): Import[] {
  const text = readSource(file).replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Import[] = [];
  for (const [, type, names = '', specifier = ''] of text.matchAll(statement))
    found.push(importOf(file, specifier, type !== undefined || onlyTypes(names)));
  for (const [, specifier = ''] of text.matchAll(dynamic)) found.push(importOf(file, specifier, false));
  return found;
}

/** `import { type A, type B } from …` brings nothing but types either. */
function onlyTypes(names: string): boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (inner === undefined) return false;
  const parts = inner.split(',').map((part) => part.trim());
  return parts.filter(Boolean).every((part) => part.startsWith('type '));
}

function importOf(from: string, specifier: string, typeOnly: boolean): Import {
  const own = specifier.startsWith('.');
  const target = own
    ? relative(projectRoot, resolve(join(projectRoot, dirname(from)), specifier)).replaceAll('\\', '/')
    : packageOf(specifier);
  return { from, target, own, typeOnly };
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@')
    ? parts.slice(0, 2).join('/')
    : specifier.startsWith('node:')
      ? specifier
      : (parts[0] ?? '');
}
