import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { explain } from '../../src/stack/failure.ts';
import { keepSecrets } from '../../src/stack/secrets.ts';

let directory: string;
let place: { secrets: string; postgresData: string };
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'doudi-secrets-'));
  place = { secrets: join(directory, 'secrets.json'), postgresData: join(directory, 'postgres') };
});
afterEach(() => rmSync(directory, { recursive: true }));

function said(): string {
  try {
    keepSecrets(place);
    return '';
  } catch (error) {
    return explain(error);
  }
}

test('secrets are made once and found again', () => {
  expect(keepSecrets(place)).toEqual(keepSecrets(place));
});

test('secrets of a version that knew fewer systems are completed, and none of them changes', () => {
  const { messages, ...fewer } = keepSecrets(place);
  writeFileSync(place.secrets, JSON.stringify(fewer));
  const completed = keepSecrets(place);
  expect(completed).toEqual({ ...fewer, messages: expect.stringMatching(/.{40}/) });
  expect(completed.messages).not.toBe(messages);
  expect(keepSecrets(place)).toEqual(completed);
});

test('data without its secrets gets no new ones: nothing sealed could be opened any more', () => {
  mkdirSync(place.postgresData);
  writeFileSync(join(place.postgresData, 'PG_VERSION'), '18\n');
  expect(said()).toMatch(/is gone.*\n {2}→ .*--reset/);
  expect(said()).toMatch(/is gone/); // and none were made on the way
});

test('secrets that cannot be read are said to be, with a remedy and no stack trace', () => {
  writeFileSync(place.secrets, '{');
  expect(said()).toMatch(/cannot be read.*\n {2}→ .*--reset/);
  expect(said()).not.toContain('    at ');
});

test('a directory that may not be written to is named', () => {
  expect(explain(Object.assign(new Error(), { code: 'EACCES', path: '/somewhere' }))).toMatch(/somewhere.*\n {2}→ /);
});
