import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { projectRoot } from '../../src/stack/paths.ts';

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

/** All text of a history, with its payloads opened. */
export function textOf({ history }: Kept): string {
  const opened: string[] = [];
  JSON.stringify(history, (key, value) => {
    if (key === 'data' && typeof value === 'string') opened.push(Buffer.from(value, 'base64').toString('utf8'));
    return value;
  });
  return [JSON.stringify(history), ...opened].join('\n');
}
