import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseId, publicId } from '../../src/domain/case/ids.ts';
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

it('a row that had been given to another case is its own case’s again', async () => {
  const [mine, other] = [await caseAt(county, 'while posted'), await caseAt(county, 'before acceptance')];
  const before = [await recorded(county, mine), await recorded(county, other)];
  await superuser.query(`update clock set case_id = $2 where case_id = $1`, [mine, other]);
  expect((await rebuild(county.db.owner, { check: false })).differing).toMatchObject([{ table: 'clock' }]);
  expect([await recorded(county, mine), await recorded(county, other)]).toEqual(before);
});

it('while officers decide, rebuilding finds nothing, hinders nobody and changes nothing', async () => {
  const cases = await Promise.all(Array.from({ length: 4 }, () => caseAt(county, 'before acceptance')));
  let done = false;
  const life = Promise.all(cases.map(surveyBegins)).finally(() => {
    done = true;
  });
  do expect(await rebuild(county.db.owner, { check: false })).toMatchObject({ differing: [], broken: [] });
  while (!done);
  await life;
});

async function surveyBegins(caseId: CaseId): Promise<void> {
  await decided(county, caseId, 'accept', { outcome: 'accepted' });
  await decided(county, caseId, 'startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
  await decided(county, caseId, 'startCheck', { outcome: 'started' });
}

describe('nothing is rebuilt from a journal that cannot be trusted', () => {
  const rebuilt = async () => {
    const { broken, differing } = await rebuild(county.db.owner, { check: false });
    return { broken, differing };
  };
  const breach = (caseId: CaseId, seq: number, what: string) => ({
    broken: [{ chain: `case:${caseId}`, seq, what }],
    differing: [],
  });

  it('cut off: what its tables still tell is not taken from them', async () => {
    const caseId = await caseAt(county, 'at the beginning of the survey');
    const before = await recorded(county, caseId);
    const last = before.journal.at(-1)!;
    await superuser.query(`delete from case_event where case_id = $1 and seq = $2`, [caseId, last.seq]);
    expect(await rebuilt()).toEqual(breach(caseId, last.seq, 'cut off before its recorded tip'));
    expect({ ...(await recorded(county, caseId)), journal: before.journal }).toEqual(before);
    await superuser.query(`delete from case_event where case_id = $1`, [caseId]);
    expect(await rebuilt()).toEqual(breach(caseId, 1, 'cut off before its recorded tip'));
    await superuser.query(`delete from case_file where case_id = $1`, [caseId]);
  });

  it('altered', async () => {
    const caseId = await caseAt(county, 'at the beginning of the survey');
    await superuser.query(
      `update case_event set data = data || '{"outcome": "accepted!"}' where case_id = $1 and type = 'taskDecided'`,
      [caseId],
    );
    const seq = (await recorded(county, caseId)).journal.find(({ type }) => type === 'taskDecided')!.seq;
    expect(await rebuilt()).toEqual(breach(caseId, seq, 'altered, missing, reordered or inserted'));
  });
});
