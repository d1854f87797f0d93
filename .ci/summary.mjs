// Adds up the counts of all test runs and closes the log with them. A step that failed without a failed test
// (formatting, types, an unused export) counts as one failure.
//   node .ci/summary.mjs <directory of reports> <exit status>
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory, status] = process.argv.slice(2);
const reports = readdirSync(directory).map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
const sum = (count) => reports.reduce((total, report) => total + (report[count] ?? 0), 0);
// A file that cannot even be loaded fails without a test.
const unloadable = reports.reduce(
  (total, { testResults = [] }) =>
    total + testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
  0,
);
const failed = sum('numFailedTests') + unloadable;
console.log(`${sum('numPassedTests')} passed, ${failed === 0 && status !== '0' ? 1 : failed} failed`);
