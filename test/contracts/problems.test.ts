import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorsPage } from '../../scripts/docs/errorsPage.ts';
import { problemCodes, problems } from '../../src/contracts/problems.ts';
import { refusalCodes } from '../../src/domain/authority.ts';

it('every refusal has a status, a sentence and a remedy, in Chinese and in English', () => {
  for (const code of problemCodes) {
    const { status, zh, en } = problems[code];
    expect(status, code).toSatisfy((n: number) => n === 202 || (n >= 400 && n < 600));
    expect(zh.title + zh.remedy, code).toMatch(/[一-鿿]/);
    expect(en.title + en.remedy, code).not.toMatch(/[一-鿿]/);
    expect(
      [zh.title, zh.remedy, en.title, en.remedy].every((text) => text.length > 3),
      code,
    ).toBe(true);
  }
  expect(problemCodes).toEqual(expect.arrayContaining([...refusalCodes]));
});

it('docs/errors.md is what the table says; if not: npx tsx scripts/generate-docs.ts', () => {
  expect(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsPage());
});
