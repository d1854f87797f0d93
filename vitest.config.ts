import { defineConfig } from 'vitest/config';

/** Where continuous integration wants the counts: a file for each run. */
const reports = process.env.DOUDI_TEST_REPORTS;

/** Three projects: the shape of the code, pure functions, and stories on a real PostgreSQL and a real Temporal. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Only against a hang: no timing fails a test, however loaded the machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    ...(reports ? { reporters: ['default', 'json'], outputFile: { json: `${reports}/${process.pid}.json` } } : {}),
    projects: [
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'] } },
      {
        test: {
          name: 'domain',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{architecture,stories,kernel,api,payments,stack,db,upkeep}/**'],
        },
      },
      {
        test: {
          name: 'stories',
          include: ['test/{stories,kernel,api,payments,stack,db,upkeep}/**/*.test.ts'],
          globalSetup: ['test/support/globalSetup.ts'],
        },
      },
    ],
  },
});
