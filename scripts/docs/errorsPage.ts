import { problemCodes, problems } from '../../src/contracts/problems.ts';

/** docs/errors.md: every code the API can answer with, from the one table that also answers. */
export function errorsPage(): string {
  const rows = problemCodes.map((code) => {
    const { status, zh, en } = problems[code];
    return `| \`${code}\` | ${status} | ${zh.title} | ${zh.remedy} | ${en.title} | ${en.remedy} |`;
  });
  return [
    '# Errors 错误代码',
    '',
    'Generated from src/contracts/problems.ts by `npx tsx scripts/generate-docs.ts`; change it there.',
    '',
    'A refusal is `application/problem+json` (RFC 9457). Programs go by `code`, which is stable; `title` and `remedy` are in',
    'the language of `Accept-Language` (Chinese unless English is asked for). `errors` lists each item that is not valid,',
    '`members` the members of the household it is about, by their number in the application. `requestId` finds the request',
    'in the logs. No answer repeats what was sent.',
    '',
    '| Code | Status | 说明 | 处理办法 | Meaning | What to do |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
