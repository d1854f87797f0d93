import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutsideSystem } from '../../src/domain/outside.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { visit } from '../support/decisions.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { eventually } from '../support/eventually.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
afterAll(() => town?.close());

const given = { reason: '无处过夜，先行救助', unrelated: true, documents: [] };
const cash = { outcome: 'cash', amountFen: 50_000, receipt: 'SJ-0001', receivedBy: '按印', ...given };
const transfer = {
  outcome: 'transfer',
  amountFen: 60_000,
  account: { holder: '示例丙', bankName: '示范农商银行', number: '6230000000000001' },
  ...given,
};

const standing = async (system: OutsideSystem) => {
  const answer = await town.window.get(town.people.officer, '/v1/outside');
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items.find((each: { system: string }) => each.system === system);
};
const metric = async (name: string, system: OutsideSystem) => {
  const { body } = await town.window.app.inject('/metrics');
  return Number(new RegExp(`^doudi_outside_${name}\\{system="${system}"\\} (\\d+)$`, 'm').exec(body)?.[1]);
};

const credited = async () => (await readBankBook(town.payOffice.root)).filter(({ result }) => result === 'credited');

/** What goes on whatever is down: somebody is helped the same night, and a family applies and is visited. */
async function othersGoOn(): Promise<void> {
  const { people } = town;
  const fire = await town.reports(fireAtNight());
  await fire.decides(people.duty1, 'answerReport', { outcome: 'responded' });
  await fire.decides(people.duty1, 'firstAid', cash);
  await fire.reaches('papers');
  const family = await aCase(town).accepted();
  const group = [people.investigator1.officer, people.investigator2.officer];
  await family.decides(people.reviewer, 'startSurvey', { outcome: 'started', investigators: group });
  await family.decides(people.investigator1, 'homeVisit', visit(group, await town.today()));
}

/** It is seen to be down, since when, and what waits; everything else goes on; it comes back, and nothing waits any more. */
async function isDownWhileOthersGoOn(system: OutsideSystem, backAgain: () => unknown): Promise<void> {
  const down = await eventually(`${system} is seen to be down`, async () => {
    const now = await standing(system);
    return now.state === 'down' && now.callsWaiting > 0 && now;
  });
  await othersGoOn();
  await town.livesFor(25);
  const later = await standing(system);
  expect(later).toMatchObject({ state: 'down', downSince: down.downSince, oldestCallAt: down.oldestCallAt });
  expect(later.downMinutes).toBeGreaterThanOrEqual(25);
  expect(await metric('down_minutes', system)).toBeGreaterThanOrEqual(25);
  expect(await metric('calls_waiting', system)).toBe(later.callsWaiting);
  await backAgain();
  await town.county.db.worker.query('update outbox set next_try_at = clock_timestamp() where done_at is null');
  await eventually(`${system} has what waited for it`, async () => {
    const { state, callsWaiting } = await standing(system);
    return state === 'answers' && callsWaiting === 0;
  });
  expect(await standing(system)).toMatchObject({ downSince: null, downMinutes: null, oldestCallAt: null });
}

it('the check platform is down: its requests wait, seen since when, and each reaches it once', async () => {
  const family = await aCase(town).visited();
  const before = town.platform.requests().length;
  town.platform.behave('http500');
  await family.decides(town.people.officer, 'startCheck', { outcome: 'started' });
  await isDownWhileOthersGoOn('checkPlatform', () => town.platform.behave('normal'));
  await family.reaches('review');
  expect(town.platform.requests()).toHaveLength(before + 1);
});

it('the instant channel is down: a transfer waits for its fate, others are helped in cash, and it is paid once or recalled', async () => {
  const { people, instantBank } = town;
  instantBank.behave('http500');
  const file: CaseFile = await town.reports();
  await file.decides(people.duty1, 'answerReport', { outcome: 'responded' });
  await file.decides(people.duty1, 'firstAid', transfer);
  const transferId = `${file.caseId}.aid.1.transferNow`;
  await isDownWhileOthersGoOn('instantBank', async () => {
    instantBank.behave('normal');
    // The bank never took it, and nobody sends it again: whoever waits asks for it back.
    await file.decides(people.duty1, 'recallTransfer', { outcome: 'recall', reason: '银行系统中断' });
  });
  await file.decides(people.duty1, 'payOtherwise', cash);
  await file.reaches('papers');
  expect(instantBank.submissions(transferId)).toBeLessThanOrEqual(1);
  expect(await credited()).toEqual([]);
});

it('the message gateway is down: whoever is on call is reached once it is back, once', async () => {
  const { people, messages } = town;
  const phone = '13900000031';
  const seat = { role: 'duty_officer', division: people.duty1.division };
  const now = await town.county.clock.now();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  const put = (url: string, by: Parameters<typeof town.window.as>[0], payload: object) =>
    town.window.as(by, { method: 'PUT', url, payload });
  const contact = { phone, seats: [seat] };
  expect((await put(`/v1/officers/${people.duty1.officer}/contact`, people.administrator, contact)).statusCode).toBe(
    200,
  );
  const span = { from: at(0.1), until: at(3) };
  const duties = [{ officer: people.duty1.officer, order: 1, ...span }];
  const set = await put('/v1/duty-roster', people.reviewer, { ...seat, ...span, duties });
  expect(set.statusCode, set.body).toBe(200);
  await town.livesFor(10);

  messages.behave('http500');
  const file = await town.reports();
  await isDownWhileOthersGoOn('messageGateway', () => messages.behave('normal'));
  const texts = () => messages.book().filter(({ to, text }) => to === phone && text.includes(file.caseNumber));
  await eventually('it has reached the phone', () => texts().length > 0);
  expect(texts()).toHaveLength(1);
});

it('the bank’s directory is away: a signed run waits for it, and is paid once when it is there again', async () => {
  const { payOffice } = town;
  const { entitlements } = await (await aCase(town).inBenefit()).now();
  const runId = await payOffice.open(entitlements[0]!.monthFrom);
  const { toPay } = await payOffice.run(runId);
  const away = async (names: readonly string[], to: (name: string) => [string, string]) => {
    for (const name of names) await rename(...(to(name).map((each) => join(payOffice.root, each)) as [string, string]));
  };
  await away(['incoming', 'outgoing'], (name) => [name, `${name}-away`]);
  for (const officer of ['finance-1', 'finance-2']) await payOffice.sign(runId, toPay.fen, officer);
  await payOffice.at(runId, 'filed');
  await isDownWhileOthersGoOn('bankDirectory', () => away(['incoming', 'outgoing'], (name) => [`${name}-away`, name]));
  await payOffice.at(runId, 'handedOver');
  await eventually('all of it is paid', async () => (await payOffice.run(runId)).paid.fen === toPay.fen);
  const paid = await credited();
  expect(paid.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(toPay.fen);
  expect(paid).toHaveLength(toPay.lines);
});

it('registers speak by themselves: of them is shown when they were last heard, and nothing waits', async () => {
  expect(await standing('registers')).toMatchObject({ state: 'quiet', lastHeardAt: null, callsWaiting: 0 });
  const on = await town.today();
  const row = { rowId: 'R-1', kind: 'death', idNumber: '420582197805120022', on, reference: 'HZ-1' };
  await town.registers.send({ batchId: 'B-1', rows: [row] });
  expect(await standing('registers')).toMatchObject({ state: 'quiet', lastHeardAt: expect.any(String) });
});

it('is shown to the county and the administrator, in their language, and to nobody else', async () => {
  const { clerk, officer, administrator } = town.people;
  const asked = async (by: typeof clerk) => (await town.window.get(by, '/v1/outside')).statusCode;
  expect([await asked(clerk), await asked(officer), await asked(administrator)]).toEqual([403, 200, 200]);
});
