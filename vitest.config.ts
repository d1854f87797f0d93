import { defineConfig } from 'vitest/config';
import { withoutTraces } from './src/stack/paths.ts';

/** Where continuous integration wants the counts: a file for each run. */
const reports = process.env.DOUDI_TEST_REPORTS;

/** Patience only against a hang: no timing fails a test, however loaded the machine. Workflows run as in production. */
const common = { testTimeout: 180_000, hookTimeout: 180_000, execArgv: [...withoutTraces] };

/** Three projects: the shape of the code, pure functions, and stories on a real PostgreSQL and a real Temporal. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    ...(reports ? { reporters: ['default', 'json'], outputFile: { json: `${reports}/${process.pid}.json` } } : {}),
    projects: [
      { test: { ...common, name: 'architecture', include: ['test/architecture/**/*.test.ts'] } },
      {
        test: {
          ...common,
          name: 'domain',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/{architecture,stories,histories,kernel,api,payments,stack,db,upkeep,simulation,production,faults}/**',
          ],
        },
      },
      {
        test: {
          ...common,
          name: 'stories',
          include: ['test/{stories,histories,kernel,api,payments,stack,db,upkeep,simulation,faults}/**/*.test.ts'],
          globalSetup: ['test/support/globalSetup.ts'],
        },
      },
      {
        // `npm run production`: the topology of docker-compose.yml without Docker, on Temporal's production server.
        test: {
          ...common,
          testTimeout: 600_000,
          name: 'production',
          include: ['test/production/**/*.test.ts'],
        },
      },
      {
        // `npm run simulate`: lives of many families, for as long as one likes.
        test: {
          ...common,
          name: 'simulate',
          include: ['test/simulation/long.ts'],
          globalSetup: ['test/support/globalSetup.ts'],
        },
      },
      {
        // `npm run faults`: every fault, with a table at the end.
        test: {
          ...common,
          name: 'faults',
          include: ['test/faults/all.ts'],
          globalSetup: ['test/support/globalSetup.ts'],
        },
      },
      {
        // Run by hand for a release, never by `npm test`: writes test/histories anew.
        test: {
          ...common,
          name: 'record',
          include: ['test/histories/record.ts'],
          globalSetup: ['test/support/globalSetup.ts'],
        },
      },
    ],
  },
});
