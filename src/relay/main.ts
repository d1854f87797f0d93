import closeWithGrace from 'close-with-grace';
import { loadConfig } from '../config.ts';
import { startRelay } from './process.ts';

/** The relay's process, for production; any number may run. SIGTERM and SIGINT end it when its rounds are over. */
const relay = await startRelay(loadConfig(process.env));
console.log('relay ready');
closeWithGrace({ delay: 8_000 }, () => relay.stop());
