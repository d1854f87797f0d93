import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aidStatistics } from '../../src/api/aidStatistics.ts';
import { inDivision, type Tx } from '../../src/db/pool.ts';
import { addDays } from '../../src/domain/calendar.ts';
import type { Fen } from '../../src/domain/money.ts';
import { policySource } from '../../src/policy/source.ts';
import { aCase } from '../support/aCase.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { eventually } from '../support/eventually.ts';
import { idNumber, seedHousehold } from '../support/people.ts';
import { firstDay, openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund(); // 50,000 yuan
  await town.livesFor(12 * 60 + 10); // ten past nine in the evening
});
afterAll(() => town?.close());

const nextDay = addDays(firstDay, 1);
const given = { reason: '先行救助', unrelated: true, documents: [] };
const cash = (yuan: number) => ({
  outcome: 'cash',
  amountFen: yuan * 100,
  receipt: 'SJ-1',
  receivedBy: '按印',
  ...given,
});
const transfer = (yuan: number) => ({
  outcome: 'transfer',
  amountFen: yuan * 100,
  account: { holder: '示例丙', bankName: '示范农商银行', number: '6230000000000009' },
  ...given,
});
async function answered(report?: object) {
  const file = await town.reports(report);
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  return file;
}
const figures = async (query: string, account = town.people.officer) =>
  (await town.window.get(account, `/v1/aid/statistics?${query}`)).json();

describe('the figures of aid', () => {
  it('count persons, times, money, speed and what is left, by county and township', async () => {
    const { people } = town;
    const alone = await answered();
    await town.livesFor(30);
    await alone.decides(people.duty1, 'firstAid', cash(2_000));
    const family = await answered(fireAtNight({ persons: 3 }));
    await family.decides(people.duty1, 'firstAid', {
      outcome: 'toCounty',
      amountFen: 900_000,
      reason: '三人',
      documents: [],
    });
    await town.livesFor(60);
    await family.decides(people.officer, 'countyAid', cash(9_000));

    const { counties, asOf } = await figures(`from=${firstDay}&to=${firstDay}`);
    expect(asOf).toBe(firstDay);
    const counted = {
      persons: 4,
      times: 2,
      sumFen: 1_100_000,
      averageFen: 275_000,
      largePersons: 3,
      fundFen: 4_800_000,
    };
    expect(counties).toMatchObject([
      {
        name: '当阳市',
        largeAboveFen: 200_000,
        largeGround: expect.stringContaining('仅用于统计'),
        ...counted,
        townships: [{ division: people.clerk.division, name: '玉阳街道', ...counted }],
      },
    ]);
    expect(counties[0].medianMinutes).toBeGreaterThanOrEqual(30);
    expect(counties[0].medianMinutes).toBeLessThan(60);
    expect(counties[0].ninetyPercentMinutes).toBeGreaterThanOrEqual(60);
  });

  it('hold a transfer for aid only from the day on which the bank had settled it, and a past day stays what it was', async () => {
    const { people } = town;
    const before = await figures(`from=${firstDay}&to=${firstDay}&asOf=${firstDay}`);
    town.instantBank.behave('underway');
    const file = await answered();
    await file.decides(people.duty1, 'firstAid', transfer(1_000));
    await eventually('it has left', () => town.instantBank.submissions(`${file.caseId}.aid.1.transferNow`) > 0);
    const sent = await figures(`from=${firstDay}&to=${firstDay}`);
    expect(sent.counties[0]).toMatchObject({ times: 2, fundFen: 4_700_000 });

    await town.lives(nextDay);
    await town.instantBank.release();
    await file.reaches('papers');
    const both = `from=${firstDay}&to=${nextDay}`;
    expect((await figures(both)).counties[0]).toMatchObject({ persons: 5, times: 3, sumFen: 1_200_000 });
    expect((await figures(`from=${nextDay}&to=${nextDay}`)).counties[0]).toMatchObject({
      ...{ persons: 1, times: 1, sumFen: 100_000, largePersons: 0 },
    });
    const asOfYesterday = await figures(`${both}&asOf=${firstDay}`);
    expect(asOfYesterday.counties[0]).toMatchObject({ times: 2, fundFen: 4_700_000 });
    expect(before.counties[0].times).toBe(2);
  });

  it('leave out what a referral did, and what came to nothing', async () => {
    const { people } = town;
    town.instantBank.behave('rejects');
    const file = await answered();
    await file.decides(people.duty1, 'firstAid', transfer(500));
    await file.waitsFor('payOtherwise');
    expect((await figures(`from=${firstDay}&to=${nextDay}`)).counties[0]).toMatchObject({
      times: 3,
      fundFen: 4_700_000,
    });
    await file.decides(people.duty1, 'payOtherwise', { outcome: 'notNeeded', reason: '已获救助', documents: [] });
  });

  it('say how many papers were complete in time', async () => {
    const { people } = town;
    const [inTime, late] = [await answered(), await answered()];
    for (const file of [inTime, late]) {
      await file.decides(people.duty1, 'firstAid', cash(100));
      const endedOn = await town.today();
      await file.decides(people.clerk, 'endEmergency', { outcome: 'ended', endedOn, reason: '已安置' });
    }
    const papers = async (file: typeof inTime) => {
      await file.decides(people.clerk, 'completePapers', {
        ...{ outcome: 'completed', cause: '火灾', documents: [], proof: [await file.uploads(people.clerk, '207')] },
        signatures: [
          { by: '按印', as: 'recipient' },
          { by: people.duty1.officer, as: 'officer' },
        ],
      });
      await file.decides(people.officer, 'confirmAid', { outcome: 'confirmed' });
    };
    await papers(inTime);
    const early = await town.today();
    expect((await figures(`from=${firstDay}&to=${early}`)).counties[0]).toMatchObject({
      ...{ papersInTime: 1, papersLate: 0, papersInTimePercent: 100 },
    });
    await town.lives(addDays(early, 30)); // the holidays of October among them
    await papers(late);
    const now = await town.today();
    expect((await figures(`from=${firstDay}&to=${now}`)).counties[0]).toMatchObject({
      ...{ papersInTime: 1, papersLate: 1, papersInTimePercent: 50 },
    });
    expect((await figures(`from=${firstDay}&to=${now}&asOf=${early}`)).counties[0].papersLate).toBe(0);
  });
});

describe('the figures of aid that is no emergency', () => {
  it('count temporary aid and bridging aid by persons, times and sum, and leave the speed to emergencies', async () => {
    const { reviewer, confirmer, clerk } = town.people;
    const now = async () => (await figures(`from=${firstDay}&to=${await town.today()}`)).counties[0];
    const before = await now();
    const [applicant] = seedHousehold().members;
    const need = { cause: 'illness', at: 'residence', since: '2026-08-03' } as const;
    const household = seedHousehold({
      programme: 'temporary',
      need: { ...need, spentFen: 600_000 as Fen, coveredFen: 500_000 as Fen },
      members: [{ ...applicant!, idNumber: idNumber('1979-03-12') }],
    });
    const file = await aCase(town, household).underReview();
    await file.decides(reviewer, 'proposeAid', { outcome: 'proposed', stages: [{ amountFen: 67_000 }], documents: [] });
    await town.lives(addDays((await file.clock('posting')).dueOn, 1));
    await file.decides(confirmer, 'decideAid', { outcome: 'approved' });
    const { amountFen: _asDecided, ...inCash } = cash(670);
    await file.decides(clerk, 'giveAid', inCash);
    const family = await aCase(town).inBenefit(); // of two
    await family.decides(reviewer, 'bridge', cash(500));

    const after = await now();
    const more = (name: string) => after[name] - before[name];
    expect(['persons', 'times', 'sumFen', 'fundFen'].map(more)).toEqual([3, 2, 117_000, -117_000]);
    expect(after).toMatchObject({
      medianMinutes: before.medianMinutes,
      ninetyPercentMinutes: before.ninetyPercentMinutes,
    });
  });
});

describe('a person helped in two cases', () => {
  it('is one as soon as it is known, and on a past day was still two; what both gave counts for the threshold', async () => {
    const { people } = town;
    const since = await town.today();
    const before = await figures(`from=${since}&to=${since}`);
    const persons = async (query: string) => {
      const { counties } = await figures(query);
      const more = (name: string) => counties[0][name] - (before.counties[0]?.[name] ?? 0);
      return ['persons', 'times', 'largePersons'].map(more);
    };
    const person = { name: '示例戊', idNumber: idNumber('1981-04-09') };
    const [one, two] = [await answered(fireAtNight({ persons: 2 })), await answered()];
    await one.decides(people.duty1, 'firstAid', cash(2_400)); // 1,200 a head
    await two.decides(people.duty1, 'firstAid', cash(900));
    const identity = async (file: typeof one) => ({
      ...{ outcome: 'identityRestored', person, source: 'police', reference: '示例公函〔2026〕2号', documents: [] },
      proof: [await file.uploads(people.officer, '303')],
    });
    await one.decides(people.officer, 'registerIdentity', await identity(one));
    const span = `from=${since}&to=${since}`;
    expect(await persons(span)).toEqual([3, 2, 0]);

    await town.lives(addDays(since, 1));
    await two.decides(people.officer, 'registerIdentity', await identity(two));
    expect(await persons(`${span}&asOf=${since}`)).toEqual([3, 2, 0]);
    expect(await persons(span)).toEqual([2, 2, 1]); // 2,100 yuan are his
  });
});

describe('who asks', () => {
  const span = `from=${firstDay}&to=${nextDay}`;

  it('sees the own division: a township its own lines, another county nothing, whoever pays or audits the county', async () => {
    const { people } = town;
    const own = await figures(span, people.clerk);
    expect(own.counties[0].townships).toHaveLength(1);
    for (const account of [people.leader, people.auditor, people.finance1, people.administrator])
      expect((await figures(span, account)).counties).toEqual((await figures(span)).counties);
    const strange = { ...people.officer, officer: '451322-0005', division: '451322000000' };
    expect((await figures(span, strange)).counties).toEqual([]);
  });

  it('of a day to come, of no span, or of no day at all is told what is wrong', async () => {
    expect(await figures(`${span}&asOf=2099-01-01`)).toMatchObject({ status: 422, errors: [{ at: '/asOf' }] });
    expect(await figures(`from=${nextDay}&to=${firstDay}`)).toMatchObject({ status: 422, code: 'validation' });
    expect(await figures('from=2026-02-30&to=2026-03-01')).toMatchObject({ status: 422, code: 'validation' });
  });

  it('may have a table for the office programs', async () => {
    const url = `/v1/aid/statistics?${span}`;
    const answer = await town.window.as(town.people.officer, { method: 'GET', url, headers: { accept: 'text/csv' } });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, county, township] = answer.body.split('\r\n');
    expect(head).toMatch(/^\uFEFF区划代码,地区,救助人数/);
    expect(county).toMatch(/^420582000000,当阳市,/);
    expect(township).toMatch(/^420582001000,玉阳街道,/);
  });

  it('costs the same number of statements, whatever there is to count', async () => {
    const policy = policySource();
    const statementsFor = (division: string, from: string) =>
      inDivision(town.county.db.api, division, async (tx) => {
        let statements = 0;
        const counting = {
          query: (...args: unknown[]) => {
            statements++;
            return (tx.query as (...args: unknown[]) => unknown)(...args);
          },
        } as unknown as Tx;
        await aidStatistics(counting, policy, { division, from, to: nextDay });
        return statements;
      });
    await statementsFor('420582000000', firstDay); // reads the policy, once
    expect(await statementsFor('420582000000', firstDay)).toBe(7);
    expect(await statementsFor('451322000000', nextDay)).toBe(7);
  });
});
