import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicId } from '../../src/domain/case/ids.ts';
import { rebuild } from '../../src/upkeep/rebuild.ts';
import { daysOn } from '../kernel/support/days.ts';
import { caseAt, decided } from '../kernel/support/places.ts';
import { recorded } from '../kernel/support/snapshot.ts';
import { type County, startCounty } from '../support/county.ts';
import { databaseUrl } from '../support/database.ts';
import { expectSound } from '../support/invariants.ts';

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

it('rows altered by hand, put in and taken away are what the journal says again, to the last byte', async () => {
  const caseId = await caseAt(county, 'while posted');
  await county.clock.advance(daysOn(9));
  await decided(county, caseId, 'confirm', { outcome: 'approved' });
  const other = await caseAt(county, 'at the beginning of the survey');
  await county.decide(other, 'registerComplaint', { outcome: 'registered', raisedBy: '匿名', reason: '家有轿车' });
  await superuser.query(
    `update task set claimed_by = 't-9', claimed_at = now() where status = 'open' and case_id = $1`,
    [other],
  );
  expect(await rebuild(county.db.owner, { check: true })).toEqual({ cases: 2, differing: [], broken: [] });
  const before = [await recorded(county, caseId), await recorded(county, other)];

  await superuser.query(`update entitlement set fen_per_month = fen_per_month + 1 where case_id = $1`, [caseId]);
  await superuser.query(`delete from clock where clock_id = $1`, [before[0]!.clocks[0].clock_id]);
  await superuser.query(`update case_file set stage = 'ended' where case_id = $1`, [caseId]);
  await superuser.query(
    `insert into decision select $2, case_id, division, kind, 'refused', officer, role, officer_division, at, article, particulars, command_id, content_hash
       from decision where case_id = $1 limit 1`,
    [caseId, publicId(caseId, 'confirmation.9.confirm' as never)],
  );
  const differing = [
    { table: 'case_file', rows: 1 },
    { table: 'clock', rows: 1 },
    { table: 'decision', rows: 1 },
    { table: 'entitlement', rows: 1 },
  ];
  expect(await rebuild(county.db.owner, { check: true })).toEqual({ cases: 2, differing, broken: [] });
  expect(await rebuild(county.db.owner, { check: false })).toEqual({ cases: 2, differing, broken: [] });
  expect(await rebuild(county.db.owner, { check: true })).toEqual({ cases: 2, differing: [], broken: [] });
  expect([await recorded(county, caseId), await recorded(county, other)]).toEqual(before);
  await expectSound(county, caseId);
});

it('nothing is rebuilt from a journal that cannot be trusted', async () => {
  const caseId = await caseAt(county, 'at the beginning of the survey');
  await superuser.query(
    `update case_event set data = data || '{"outcome": "accepted!"}' where case_id = $1 and type = 'taskDecided'`,
    [caseId],
  );
  const { broken, differing } = await rebuild(county.db.owner, { check: false });
  expect({ broken, differing }).toEqual({ broken: [caseId], differing: [] });
});
