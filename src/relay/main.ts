import closeWithGrace from 'close-with-grace';
import { loadConfig } from '../config.ts';
import { startTracing } from '../tracing/start.ts';
import { startRelay } from './process.ts';

/** The relay's process, for production; any number may run. SIGTERM and SIGINT end it when its rounds are over. */
const config = loadConfig(process.env);
const tracing = await startTracing(config.tracesTo, { service: 'doudi-relay', warn: console.warn });
const relay = await startRelay(config);
console.log('relay ready');
closeWithGrace({ delay: 8_000 }, async () => {
  await relay.stop();
  await tracing.stop();
});
