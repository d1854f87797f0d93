import { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { sealedColumns } from '../../src/db/personalData.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { disbursementWorkflowId } from '../../workflows/disbursementMessages.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { opened } from '../histories/files.ts';
import type { Town } from './town.ts';
import { testHashKey, testKeys } from './worker.ts';

/** What must be found nowhere, by what it is: a name, a number, an illness. */
export type Canaries = Readonly<Record<string, string>>;

/** A text as it may hide: as it is, in an address, escaped in JSON, in base64 wherever it begins, in hexadecimal. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const shifted = [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last characters share their bits with what stands beside.
    return whole.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  const escaped = [...text].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [text, encodeURIComponent(text), escaped, bytes.toString('hex'), ...shifted];
}

/** The places in which a canary is found, as `what in where`. */
export function found(canaries: Canaries, places: Readonly<Record<string, string>>): string[] {
  return Object.entries(places).flatMap(([where, text]) =>
    Object.entries(canaries).flatMap(([what, canary]) =>
      formsOf(canary).some((form) => text.includes(form)) ? [`${what} in ${where}`] : [],
    ),
  );
}

/** Everything Temporal keeps of these workflows, every run: as stored, and with its payloads opened by our own key. */
export async function placesInTemporal(town: Town, caseIds: readonly string[], runs: readonly string[]) {
  const { client, db } = town.county;
  const payments = new Client({ connection: client.connection, namespace: db.name });
  const asked = [
    ...caseIds.map((id) => ({ client, id: caseWorkflowId(id) })),
    ...runs.map((run) => ({ client: payments, id: disbursementWorkflowId(run as never) })),
  ];
  const stored: string[] = [];
  const inside: string[] = [];
  const shown: string[] = [];
  for (const { client, id } of asked)
    for await (const { runId, raw } of client.workflow.list({ query: `WorkflowId = '${id}'` })) {
      const history = historyToJSON(await client.workflow.getHandle(id, runId).fetchHistory());
      stored.push(history, textOf(history));
      inside.push(textOf(await opened(history)));
      shown.push(JSON.stringify(raw, bytesAsText));
    }
  return {
    runs: stored.length / 2,
    'Temporal’s histories': stored.join('\n'),
    'Temporal’s histories, opened': inside.join('\n'),
    'Temporal’s visibility': shown.join('\n'),
  };
}

/** All text of a history, with its data out of base64. */
function textOf(history: string): string {
  const texts: string[] = [history];
  JSON.parse(history, (key, value) => {
    if (key === 'data' && typeof value === 'string') texts.push(Buffer.from(value, 'base64').toString('utf8'));
    return value;
  });
  return texts.join('\n');
}

function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

/** Every row of every table, as text: what is personal stands there sealed, or as a keyed hash. */
export async function placesInTheDatabase({ county }: Town): Promise<Record<string, string>> {
  const { worker } = county.db;
  const { rows: tables } = await worker.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and has_table_privilege(oid, 'select')`,
  );
  const places: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await worker.query<{ line: string }>(`select t::text as line from ${name} t`);
    places[`table ${name}`] = rows.map(({ line }) => line).join('\n');
  }
  return places;
}

/** Every sealed text of the database, opened by our own key: what whoever has the keys could still read. */
export async function openedInTheDatabase({ county }: Town): Promise<Record<string, string>> {
  const cipher = fieldCipher(testKeys, testHashKey);
  const places: Record<string, string> = {};
  for (const { table, column, key, place } of sealedColumns) {
    const { rows } = await county.db.owner.query<{ id: string[]; sealed: string }>(
      `select array[${key.map((part) => `${part}::text`).join(', ')}] as id, ${column} as sealed from ${table} where ${column} is not null`,
    );
    places[table] = rows.map(({ id, sealed }) => cipher.open(sealed, [place, ...id].join(':'))).join('\n');
  }
  return places;
}
