import { readFileSync, writeFileSync } from 'node:fs';
import { clocksPage } from './docs/clocksPage.ts';
import { errorsPage } from './docs/errorsPage.ts';
import { glossaryPage } from './docs/glossaryPage.ts';
import { lifePage } from './docs/lifePage.ts';

/** Writes what is generated under docs/. A test fails while it is out of date. */
const page = (name: string) => new URL(`../docs/${name}`, import.meta.url);
writeFileSync(page('errors.md'), errorsPage());
writeFileSync(page('glossary.md'), glossaryPage(readFileSync(page('glossary.md'), 'utf8')));
writeFileSync(page('clocks.md'), clocksPage());
writeFileSync(page('life.md'), await lifePage());
