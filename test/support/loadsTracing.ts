import { createRequire } from 'node:module';
import '../../src/api/server.ts';
import '../../src/relay/process.ts';
import { startTracing } from '../../src/tracing/start.ts';

/** Loads what a process of ours is made of, and prints which packages of OpenTelemetry came along. */
await startTracing(process.env.ENDPOINT, { service: 'doudi-api', warn: () => {} });
const files = Object.keys(createRequire(import.meta.url).cache);
const packages = new Set(files.flatMap((file) => /node_modules\/(@opentelemetry\/[^/]+)/.exec(file)?.[1] ?? []));
console.log(`loaded: ${[...packages].sort().join(' ')}.`);
process.exit(0);
