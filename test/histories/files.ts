import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Payload } from '@temporalio/common';
import manifest from '../../package.json' with { type: 'json' };
import { keyOfPayload, payloadCodec } from '../../src/gateways/crypto/payloadCodec.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { testKeys } from '../support/worker.ts';

const root = join(projectRoot, 'test/histories');

/** Each release has its own: what once ran in a county runs there still. */
export const historiesOfThisRelease = join(root, manifest.version);

/** The history of one run as the SDK reads it, and where it is kept. */
export interface Kept {
  readonly name: string;
  readonly history: { readonly events: readonly object[] };
}

/** All that is kept, of every release. */
export function keptHistories(): Kept[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: file.replace(/\.json$/, ''), history: JSON.parse(readFileSync(join(root, file), 'utf8')) }));
}

/** Tells of the machine and the processes it ran on, and means nothing to a replay. */
const ofTheMachine: Readonly<Record<string, unknown>> = {
  identity: 'recorded',
  stackTrace: '',
  taskQueue: { name: 'recorded', kind: 'TASK_QUEUE_KIND_NORMAL' },
};

/** A history as text, an event a line, without a name of the machine. */
export function withoutMachine(history: string): string {
  const { events } = JSON.parse(history, (key, value) => ofTheMachine[key] ?? value) as Kept['history'];
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

/** A history in JSON with its payloads opened: kept in clear, so that a change of what cases carry is seen in review. */
export async function opened(history: string): Promise<string> {
  const codec = payloadCodec(testKeys);
  async function walk(node: unknown): Promise<unknown> {
    if (Array.isArray(node)) return Promise.all(node.map(walk));
    if (node === null || typeof node !== 'object') return node;
    const payload = asPayload(node as InJson);
    if (keyOfPayload(payload) !== undefined) {
      const [inside] = await codec.decode([payload]);
      return walk(asJson(inside!));
    }
    const entries = await Promise.all(Object.entries(node).map(async ([key, value]) => [key, await walk(value)] as const));
    return Object.fromEntries(entries);
  }
  return JSON.stringify(await walk(JSON.parse(history)));
}

interface InJson {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly data?: string;
}

const asPayload = ({ metadata, data }: InJson): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, text]) => [name, Buffer.from(String(text), 'base64')]),
  ),
  data: Buffer.from(String(data ?? ''), 'base64'),
});

const asJson = ({ metadata, data }: Payload): InJson => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  ),
  data: Buffer.from(data ?? []).toString('base64'),
});

/** All text of a history, with its payloads opened. */
export function textOf({ history }: Kept): string {
  const opened: string[] = [];
  JSON.stringify(history, (key, value) => {
    if (key === 'data' && typeof value === 'string') opened.push(Buffer.from(value, 'base64').toString('utf8'));
    return value;
  });
  return [JSON.stringify(history), ...opened].join('\n');
}
