import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import { type Account, accounts } from '../support/api.ts';
import { visit } from '../support/decisions.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const enters = async (officer: string, entry: object, by: Account = town.people.administrator) => {
  const url = `/v1/officers/${officer}`;
  const answer = await town.window.as(by, { method: 'PUT', url, payload: entry });
  return { status: answer.statusCode, ...answer.json() };
};
const list = async (account: Account, on = '') =>
  (await town.window.get(account, `/v1/officers${on && `?on=${on}`}`)).json().items;

describe('the register of officers', () => {
  it('is kept by the county’s administrator for places of the county, with the days of coming and going', async () => {
    const { administrator, clerk, reviewer } = town.people;
    const entry = { division: clerk.division, label: '调查员甲', from: '2026-01-01' };
    expect(await enters('420582-7001', entry, clerk)).toMatchObject({ status: 403 });
    expect(await enters('420582-7001', { ...entry, division: '451322100000' })).toMatchObject({
      code: 'wrongDivision',
    });
    expect(await enters('420582-7001', { ...entry, division: '429999000000' })).toMatchObject({
      code: 'unknownDivision',
    });
    expect(await enters('420582-7001', { ...entry, until: '2025-12-31' })).toMatchObject({
      ...{ status: 422, errors: [{ at: '/until' }] },
    });
    expect(await enters('420582-7001', entry)).toMatchObject({ status: 200, from: '2026-01-01', until: null });
    expect(await enters('420582-7001', { ...entry, until: '2026-09-20' })).toMatchObject({ until: '2026-09-20' });
    expect(await list(administrator)).toMatchObject([{ officer: '420582-7001', until: '2026-09-20' }]);
    expect(await list(administrator, '2026-09-21')).toEqual([]);
    expect(await list(reviewer, '2026-09-20')).toMatchObject([{ label: '调查员甲' }]);
    expect(await list(accounts.strangeOfficer)).toEqual([]);
    const stranger = { ...administrator, division: '451322000000' };
    const there = { ...entry, division: '451322100000' };
    expect(await enters('420582-7001', there, stranger)).toMatchObject({ status: 409, code: 'officerElsewhere' });
  });
});

describe('who investigates', () => {
  it('is looked up where the county says so: nobody unknown, nobody who has left, on the day of the visit', async () => {
    const { people } = town;
    const [left, right] = [people.investigator1.officer, people.investigator2.officer];
    const file = await aCase(town).accepted();
    await town.sets('staff.register', true);
    const today = await town.today();
    const starts = (investigators: string[]) =>
      file.tries(people.reviewer, 'startSurvey', { outcome: 'started', investigators });
    const refused = await starts([left, right]);
    expect(refused).toMatchObject({
      ...{ status: 422, code: 'validation' },
      errors: [{ at: '/investigators/0', message: expect.stringContaining('PUT /v1/officers/{officer}') }],
    });
    // One of the county's own bureau, and one who leaves today.
    await enters(left, { division: people.officer.division, label: '县级调查员' });
    await enters(right, { division: people.clerk.division, label: '调查员乙', until: today });
    expect(await starts([left, '420582-9999'])).toMatchObject({ errors: [{ at: '/investigators/1' }] });
    expect((await starts([left, right])).status).toBe(200);

    await town.lives(addDays(today, 1));
    const visits = (on: string) => file.tries(people.investigator1, 'homeVisit', visit([left, right], on));
    expect(await visits(addDays(today, 1))).toMatchObject({ errors: [{ at: '/investigators/1' }] });
    expect((await visits(today)).status).toBe(200); // on the last day of the one who has left since
  });
});
