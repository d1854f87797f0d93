import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/pool.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { databaseUrl } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
let file: CaseFile;
beforeAll(async () => {
  town = await openTown();
  file = await aCase(town).inBenefit();
  await eventually('its review is planned', () => file.clock('review'));
  await town.lives(addDays(await town.today(), 1));
});
afterAll(() => town?.close({ altered: true }));

const what = 'cases in benefit that no review would ever call up';
const hidden = async () => {
  const findings = await inTransaction(town.county.db.worker, (tx) => examine(tx, town.county.client));
  return findings.find((finding) => finding.what === what);
};
const gauge = async () =>
  /^doudi_backlog\{of="casesWithoutReview"\} (\d+)$/m.exec((await town.window.app.inject('/metrics')).body)?.[1];
const shown = async () =>
  (await town.window.get(town.people.officer, '/v1/reviews')).json().townships[0].withoutReview as number;

/** What nothing in the application has a right to. */
async function losesItsReview(): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(town.county.db.name) });
  await client.connect();
  await client.query(`delete from clock where case_id = $1 and kind = 'review'`, [file.caseId]);
  await client.end();
}

it('a family whose review is lost is named by the doctor, counted for the alarm, and shown to the county', async () => {
  expect([await hidden(), await gauge(), await shown()]).toEqual([undefined, '0', 0]);
  await losesItsReview();
  expect(await hidden()).toMatchObject({
    count: 1,
    examples: [file.caseNumber],
    remedyZh: expect.stringContaining('登记变化'),
    remedyEn: expect.stringContaining('register a change'),
  });
  expect([await gauge(), await shown()]).toEqual(['1', 1]);
});
