import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTip } from '../../src/db/case/journal.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { type CaseState, shapeOfToday } from '../../src/domain/case/state.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';
import { type County, startCounty } from '../support/county.ts';
import { databaseUrl } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { daysOn } from './support/days.ts';
import { caseAt, decided } from './support/places.ts';

let county: County;
let superuser: pg.Client;
beforeAll(async () => {
  county = await startCounty();
  superuser = new pg.Client({ connectionString: databaseUrl(county.db.name) });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await county?.stop();
});

/** The state that a journal had at its place, without what later versions came to know of it. */
function asOlderVersionsSawIt(state: CaseState): object {
  const { benefit: _unknown, reviewClass: _alsoUnknown, ...known } = state;
  return { ...known, v: 1 };
}

it('a state handed on by an earlier version is folded anew from the journal, and the case goes on by what that says', async () => {
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(daysOn(9));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  const today = await county.state(caseId);
  const workflow = county.client.workflow.getHandle(caseWorkflowId(caseId));
  await workflow.terminate('the version before, for a test');
  const older = asOlderVersionsSawIt(today);
  await superuser.query('update case_file set state = $2 where case_id = $1', [caseId, older]);

  const tip = await inTransaction(county.db.api, async (tx) => {
    await tx.query(`select set_config('doudi.division', $1, true)`, [today.township]);
    return readTip(tx, caseId);
  });
  expect(tip.state).toEqual(today);

  await county.client.workflow.start('assistance', {
    workflowId: caseWorkflowId(caseId),
    taskQueue: county.taskQueue,
    args: [caseId, { state: older, offsetMs: (await county.clock.now()) - Date.now() }],
  });
  await county.fact(caseId, 'checkReport', { findings: [] });
  await eventually('the state is of today', async () => (await county.state(caseId)).v === shapeOfToday);
  expect((await county.state(caseId)).benefit).toEqual(today.benefit);
  await expectSound(county, caseId);
});
