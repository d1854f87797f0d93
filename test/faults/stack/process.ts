import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../../src/stack/paths.ts';
import './failPoint.ts';

/** A process of the product as it is, which can be told where to die. ENTRY: its own main file. */
if (process.env.CACHED_WORKFLOWS) await import('./fewCached.ts');
await import(pathToFileURL(join(projectRoot, process.env.ENTRY ?? '')).href);
