import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/stack/paths.ts';
import { secretsIn } from './secretsIn.ts';

test('no file of the repository holds a secret', () => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  }).split('\0');
  const found = files
    .filter((file) => file !== '' && file !== 'package-lock.json')
    .flatMap((file) => secretsIn(readFileSync(join(projectRoot, file), 'latin1')).map((what) => `${file}: ${what}`));
  expect(found).toEqual([]);
});

test('and one that was left there would be found, in any of its forms', () => {
  const dice = 'q7Zp0XvR2mKc9LwYt4Hs8NbJ5dGf1AeU';
  const left = [
    ['-----BEGIN EC', 'PRIVATE KEY-----'].join(' '),
    `"d": "${dice}${dice}"`,
    ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiI0MjA1ODIifQ', dice].join('.'),
    `LTAI${dice.slice(0, 16)}`,
    `npm_${dice}`,
    ['postgres://doudi', 'Sommer2026@database/doudi'].join(':'),
    `HASH_KEY=${dice}`,
  ];
  expect(left.map((text) => secretsIn(text).length > 0)).toEqual(left.map(() => true));
});
