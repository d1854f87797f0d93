import closeWithGrace from 'close-with-grace';
import { loadConfig } from '../config.ts';
import { startTracing } from '../tracing/start.ts';
import { startApi } from './server.ts';

/** The API's process. SIGTERM and SIGINT end it when the requests under way are answered, or after eight seconds. */
const config = loadConfig(process.env);
const tracing = await startTracing(config.tracesTo, { service: 'doudi-api', warn: console.warn });
const api = await startApi(config);
console.log(`api ready at ${api.url}`);
closeWithGrace({ delay: 8_000 }, async () => {
  await api.stop();
  await tracing.stop();
});
