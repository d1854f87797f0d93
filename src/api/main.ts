import closeWithGrace from 'close-with-grace';
import { loadConfig } from '../config.ts';
import { startApi } from './server.ts';

/** The API's process. SIGTERM and SIGINT end it when the requests under way are answered, or after eight seconds. */
const api = await startApi(loadConfig(process.env));
console.log(`api ready at ${api.url}`);
closeWithGrace({ delay: 8_000 }, () => api.stop());
