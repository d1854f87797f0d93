import { writeFileSync } from 'node:fs';
import { errorsPage } from './docs/errorsPage.ts';

/** Writes what is generated under docs/. A test fails while it is out of date. */
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
