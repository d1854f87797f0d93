import { expect, test } from 'vitest';
import { readSource, sourcesUnder } from './sources.ts';

/** What would make the law, or a replayed workflow, answer differently the second time. */
const impure = [/\bDate\.now\b/, /\bnew Date\(\s*\)/, /\bMath\.random\b/, /\bprocess\./, /\bcrypto\./, /\bfetch\(/];
/** Getters of the machine's time zone; business time is +08:00 wherever the machine stands. */
const localTime = [/\.get(FullYear|Month|Date|Day|Hours|Minutes)\(/, /\.toLocale(Date|Time)?String\(/];

function code(file: string): string {
  return readSource(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '');
}

/** The losers of a race go on unseen; branches that belong together give their tokens back (workflows/kernel/branches). */
const unstructured = [/\bPromise\.(race|all|any|allSettled)\b/];

// Inside a workflow the SDK gives the clock and the random numbers of the recorded history, so those are allowed there.
test.each([
  ['src/domain', [...impure, ...localTime]],
  ['workflows', [/\bprocess\./, /\bfetch\(/, ...localTime, ...unstructured]],
])('%s holds nothing that would answer differently the second time', (directory, patterns) => {
  const found = sourcesUnder(directory).flatMap((file) =>
    patterns.filter((pattern) => pattern.test(code(file))).map((pattern) => `${file}: ${pattern.source}`),
  );
  expect(found).toEqual([]);
});

test('no file of the program is longer than 300 lines', () => {
  const long = ['src', 'workflows', 'activities']
    .flatMap(sourcesUnder)
    .filter((file) => readSource(file).split('\n').length > 301);
  expect(long).toEqual([]);
});

test('the case’s procedure can be read aloud in one go', () => {
  const story = readSource('workflows/assistance.ts').split('\n');
  expect(story.filter((line) => !line.startsWith('import')).length).toBeLessThanOrEqual(70);
});
