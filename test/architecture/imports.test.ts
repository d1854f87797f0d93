import { expect, test } from 'vitest';
import { type Import, importsOf, readSource, sourcesUnder } from './sources.ts';

/** Who may know whom: for each part, the own parts and packages it may import, and what it may import as types only. */
interface Rule {
  readonly part: string;
  readonly why: string;
  readonly own: readonly string[];
  readonly ownTypes?: readonly string[];
  /** Packages it may use; undefined: any. */
  readonly packages?: readonly string[];
}

const rules: readonly Rule[] = [
  {
    part: 'src/domain',
    why: 'the law is pure: no node modules, no packages, no clock, no randomness',
    own: ['src/domain'],
    packages: [],
  },
  {
    part: 'workflows',
    why: 'one non-type import drags an activity’s dependencies into the workflow bundle',
    own: ['workflows', 'src/domain'],
    ownTypes: ['activities', 'src/contracts'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  {
    part: 'activities',
    why: 'activities are effects; they know no workflow and no route',
    own: ['activities', 'src/domain', 'src/db', 'src/gateways', 'src/contracts', 'src/policy'],
    ownTypes: ['workflows/messages.ts'],
  },
  {
    part: 'src/contracts',
    why: 'a contract is understood without anything behind it',
    own: ['src/contracts', 'src/domain'],
  },
  {
    part: 'src/db',
    why: 'SQL knows the law’s words and nothing of who asks',
    own: ['src/db', 'src/domain', 'src/contracts', 'src/stack/paths.ts', 'src/tracing'],
    ownTypes: ['workflows/messages.ts'],
  },
  {
    part: 'src/gateways',
    why: 'an adapter knows its protocol and the law’s words',
    own: ['src/gateways', 'src/domain', 'src/contracts'],
    ownTypes: ['src/db'],
  },
  {
    part: 'src/tracing',
    why: 'a trace says where work is and where its time went, and nothing of what the work is about',
    own: ['src/tracing'],
  },
  {
    part: 'src/proof',
    why: 'proof is made of the record and verified without it',
    own: ['src/proof', 'src/db', 'src/domain', 'src/contracts', 'src/gateways'],
  },
  {
    part: 'src/simulators',
    why: 'a simulator that shares our code shares our mistakes: it speaks the protocol and knows nothing else of ours',
    own: ['src/simulators', 'src/contracts'],
  },
  {
    part: 'src/api',
    why: 'a route authorises, stores and answers; it runs no workflow code',
    own: [
      'src/api',
      'src/domain',
      'src/db',
      'src/contracts',
      'src/commands',
      'src/config.ts',
      'src/gateways',
      'src/policy',
      'src/proof',
      'src/tracing',
    ],
    ownTypes: ['workflows/messages.ts'],
  },
  {
    part: 'src/demo',
    why: 'the demo is a user: what it does it does over HTTP, and of ours it knows words and the command that starts a stack',
    own: ['src/demo', 'src/stack', 'src/domain', 'src/contracts'],
    packages: ['commander', 'get-east-asian-width', 'node:crypto', 'node:util', 'zod'],
  },
  {
    part: 'bench',
    why: 'it measures from outside: what is measured does not know it, and tests do not lean on it',
    own: ['bench', 'src', 'test/support', 'test/simulation', 'test/histories', 'workflows/messages.ts'],
  },
];

const within = (target: string, parts: readonly string[]) =>
  parts.some((part) => target === part || target.startsWith(`${part}/`));

function allowed(rule: Rule, { target, own, typeOnly }: Import): boolean {
  if (own) return within(target, rule.own) || (typeOnly && within(target, rule.ownTypes ?? []));
  return rule.packages === undefined || rule.packages.includes(target);
}

test.each(rules)('$part imports only what it may: $why', (rule) => {
  const wrong = sourcesUnder(rule.part)
    .flatMap(importsOf)
    .filter((found) => !allowed(rule, found))
    .map(({ from, target, typeOnly }) => `${from} → ${target}${typeOnly ? ' (type)' : ''}`);
  expect(wrong).toEqual([]);
});

test('OpenTelemetry’s SDK is loaded by one file, and that one only where a collector is named', () => {
  const sdk = /^@opentelemetry\/(?!api$|context-async-hooks$)/;
  const found = ['src', 'workflows', 'activities'].flatMap(sourcesUnder).flatMap(importsOf);
  expect([...new Set(found.filter(({ target }) => sdk.test(target)).map(({ from }) => from))]).toEqual([
    'src/tracing/exporter.ts',
  ]);
  const loaders = found.filter(({ target, typeOnly }) => target === 'src/tracing/exporter.ts' && !typeOnly);
  expect(loaders.map(({ from }) => from)).toEqual(['src/tracing/start.ts']);
  expect(readSource('src/tracing/start.ts')).toContain("await import('./exporter.ts')");
});
