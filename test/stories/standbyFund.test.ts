import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdFromFund, releaseHold } from '../../src/db/fund/postings.ts';
import { inDivision } from '../../src/db/pool.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const township = '420582001000';
const url = `/v1/standby-funds/${township}/2026`;
const fund = async () => (await town.window.get(town.people.finance1, url)).json();
const order = async (content: object, by = town.people.finance1) => {
  const answer = await town.window.post(by, `${url}/postings`, content);
  return { status: answer.statusCode, ...answer.json() };
};
const cash = (yuan: number) => ({
  ...{ outcome: 'cash', amountFen: yuan * 100, receipt: 'SJ-1', receivedBy: '按印' },
  ...{ reason: '先行救助', unrelated: true, documents: [] },
});
const answered = async () => {
  const file = await town.reports();
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  return file;
};

it('nothing is given from a fund nobody has opened; it is opened once, with the amount of policy or another one with reason', async () => {
  const file = await answered();
  expect(await file.tries(town.people.duty1, 'firstAid', cash(100))).toMatchObject({
    status: 409,
    code: 'fundNotOpened',
  });
  const open = (body: object) =>
    town.window.post(town.people.finance1, '/v1/standby-funds', { township, year: 2026, ...body });
  expect((await open({ amountFen: 100 })).json()).toMatchObject({ code: 'validation', errors: [{ at: '/reason' }] });
  expect((await open({ township: '451322100000' })).json()).toMatchObject({ code: 'wrongDivision' });
  expect((await open({})).json()).toMatchObject({ paidInFen: 5_000_000, availableFen: 5_000_000, spentFen: 0 });
  expect((await open({})).json()).toMatchObject({ code: 'fundAlreadyOpened' });
  await file.decides(town.people.duty1, 'firstAid', cash(100));
  expect(await fund()).toMatchObject({ spentFen: 10_000, heldFen: 0, availableFen: 4_990_000, unsettledFen: 10_000 });
});

it('the county makes up for what was spent by the total it saw, and only finance and the leader may post', async () => {
  expect(await order({ kind: 'settlement', totalFen: 1 })).toMatchObject({ status: 409, code: 'fundTotalDiffers' });
  expect(await order({ kind: 'settlement', totalFen: 10_000 })).toMatchObject({
    unsettledFen: 0,
    availableFen: 5_000_000,
  });
  expect(await order({ kind: 'overdraft', ceilingFen: 1, reason: '越权' })).toMatchObject({ status: 403 });
  expect(await order({ kind: 'topUp', amountFen: 1, reason: '越权' }, town.people.clerk)).toMatchObject({
    status: 403,
  });
  expect(await order({ kind: 'carriedBack', amountFen: 5_000_001, reason: '年终' })).toMatchObject({
    code: 'fundBeyondBalance',
  });
});

it('two at the same second cannot spend the same yuan: of fifty at once a fund that carries seven pays seven', async () => {
  expect(await order({ kind: 'carriedBack', amountFen: 4_300_000, reason: '只留七百份' })).toMatchObject({
    availableFen: 700_000,
  });
  const hold = (commandId: string) =>
    inDivision(town.county.db.api, township, (tx) =>
      holdFromFund(tx, { township, year: 2026 }, { commandId, amountFen: 100_000, by: 't-1', caseId: randomUUID() }),
    );
  const commands = Array.from({ length: 50 }, () => randomUUID());
  const held = await Promise.all(commands.map(hold));
  expect(held.filter(({ ok }) => ok)).toHaveLength(7);
  expect(held.filter((each) => !each.ok && each.refusal === 'fundExhausted')).toHaveLength(43);
  expect(await fund()).toMatchObject({ availableFen: 0, heldFen: 700_000 });

  const file = await answered();
  expect(await file.tries(town.people.duty1, 'firstAid', cash(1))).toMatchObject({ code: 'fundExhausted' });
  expect(
    await order({ kind: 'overdraft', ceilingFen: 50_000, reason: '连续火情，次日补足' }, town.people.leader),
  ).toMatchObject({
    overdraftFen: 50_000,
  });
  await file.decides(town.people.duty1, 'firstAid', cash(500));
  expect(await fund()).toMatchObject({ availableFen: -50_000 });
  expect(await order({ kind: 'overdraft', ceilingFen: 0, reason: '收回' }, town.people.leader)).toMatchObject({
    code: 'fundBeyondBalance',
  });

  await inDivision(town.county.db.api, township, async (tx) => {
    for (const commandId of commands) await releaseHold(tx, commandId);
    for (const commandId of commands) await releaseHold(tx, commandId);
  });
  expect(await fund()).toMatchObject({ availableFen: 650_000, heldFen: 0 });
});
