import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { yuan } from '../../src/domain/money.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import { runWorker } from '../kernel/support/workers.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { eventually } from '../support/eventually.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
beforeEach(() => town.instantBank.behave('normal'));
afterAll(() => town?.close());

const given = { reason: '无处过夜，先行救助', unrelated: true, documents: [] };
const cash = (inYuan: number) => ({
  ...{ outcome: 'cash', amountFen: inYuan * 100, receipt: 'SJ-0001', receivedBy: '按印' },
  ...given,
});
let accounts = 0;
const transfer = (inYuan: number) => ({
  outcome: 'transfer',
  amountFen: inYuan * 100,
  account: { holder: '示例丙', bankName: '示范农商银行', number: `6240000000${String(++accounts).padStart(6, '0')}` },
  ...given,
});
const answered = async (report = fireAtNight()): Promise<CaseFile> => {
  const file = await town.reports(report);
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  return file;
};
const aidOf = async ({ caseId }: CaseFile) =>
  (await town.window.get(town.people.duty1, `/v1/emergencies/${caseId}`)).json().aid;
const fundOf = async (year: number) =>
  (await town.window.get(town.people.finance1, `/v1/standby-funds/420582001000/${year}`)).json();

/** Money out is money in the bank's own book; what the funds spent is what stands given; nothing is left set aside. */
async function booksAgree(): Promise<void> {
  const sum = async (where: string) => {
    const { rows } = await town.county.db.worker.query<{ fen: string }>(
      `select coalesce(sum(amount_fen), 0) as fen from emergency_aid where stands = 'given' and ${where}`,
    );
    return Number(rows[0]!.fen);
  };
  const credited = (await readBankBook(town.payOffice.root)).filter(({ result }) => result === 'credited');
  expect(credited.reduce((all, { amountFen }) => all + amountFen, 0)).toBe(await sum(`form = 'transfer'`));
  expect(new Set(credited.map(({ endToEndId }) => endToEndId)).size).toBe(credited.length);
  const funds = (await town.window.get(town.people.finance1, '/v1/standby-funds')).json().items;
  const spent = funds.reduce((all: number, { spentFen }: { spentFen: number }) => all + spentFen, 0);
  expect(spent).toBe(await sum(`paid_from = 'standbyFund'`));
  for (const { heldFen } of funds) expect(heldFen).toBe(0);
}

it('two officers who help at the same second help once, and nothing stays set aside for the other', async () => {
  const file = await answered();
  const task = await file.waitsFor('firstAid');
  const { duty1, duty2 } = town.people;
  const both = await Promise.all([
    file.tries(duty1, 'firstAid', transfer(900), { task }),
    file.tries(duty2, 'firstAid', cash(700), { task }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  await file.reaches('papers');
  expect(await aidOf(file)).toHaveLength(1);
  await booksAgree();
});

it('a worker killed after the transfer was recorded and before Temporal heard of it: it is paid once', async () => {
  const file = await answered();
  await town.county.stopWorker();
  const dying = runWorker(town.county, { caseId: file.caseId, after: 1 });
  await dying.printed('worker ready');
  const decision = file.tries(town.people.duty1, 'firstAid', transfer(1_200));
  await dying.ended();
  await town.county.startWorker();
  expect([200, 202]).toContain((await decision).status);
  await file.reaches('papers');
  expect(await aidOf(file)).toMatchObject([{ form: 'transfer', amountFen: 120_000, stands: 'given' }]);
  expect(town.instantBank.submissions(`${file.caseId}.aid.1.transferNow`)).toBe(1);
  await booksAgree();
});

it('a limit changed between report and decision holds as it stands on the day of the decision', async () => {
  const file = await answered();
  await town.sets('emergency.firstAidLimit', yuan('700.00'));
  expect(await file.tries(town.people.duty1, 'firstAid', cash(700.01))).toMatchObject({
    status: 409,
    code: 'aboveFirstAidLimit',
  });
  await file.decides(town.people.duty1, 'firstAid', cash(700));
  await file.reaches('papers');
  await booksAgree();
});

it('over midnight at a month’s end the hours run on, and the aid is judged on its own day', async () => {
  await town.lives('2026-09-30');
  await town.livesFor(14 * 60 + 30); // half past eleven at night
  const file = await answered(fireAtNight({ happenedAt: '2026-09-30T23:00:00+08:00' }));
  const { dueAt } = await file.clock('firstAid');
  expect(dueAt).toMatch(/^2026-10-01T15:3/); // 24 hours, rest days and holidays included
  await town.livesFor(45);
  await file.decides(town.people.duty1, 'firstAid', cash(300));
  expect(await town.today()).toBe('2026-10-01');
  expect(await file.certificate('firstAid')).toMatchObject({ verdict: 'onTime' });
  await booksAgree();
});

it('over the year’s end the new year’s fund pays: unopened it refuses, and another’s money is not touched', async () => {
  await town.lives('2026-12-31');
  await town.livesFor(14 * 60 + 30);
  const before = await fundOf(2026);
  const file = await answered(fireAtNight({ happenedAt: '2026-12-31T23:00:00+08:00' }));
  await town.livesFor(45);
  expect(await town.today()).toBe('2027-01-01');
  expect(await file.tries(town.people.duty1, 'firstAid', cash(400))).toMatchObject({ code: 'fundNotOpened' });
  await town.opensFund();
  await file.decides(town.people.duty1, 'firstAid', cash(400));
  await file.reaches('papers');
  expect(await fundOf(2027)).toMatchObject({ spentFen: 40_000, heldFen: 0 });
  expect(await fundOf(2026)).toEqual(before);
  expect(await file.certificate('firstAid')).toMatchObject({ verdict: 'onTime' });
  await booksAgree();
});

it('a bank that answers after the time-out, twice, or not at all is believed once', async () => {
  const { instantBank, people } = town;
  for (const mode of ['slow', 'answerLost', 'garbage'] as const) {
    instantBank.behave(mode);
    const file = await answered(fireAtNight({ happenedAt: '2027-01-01T00:01:00+08:00' }));
    await file.decides(people.duty1, 'firstAid', transfer(600));
    await file.reaches('papers');
    const transferId = `${file.caseId}.aid.1.transferNow`;
    expect(instantBank.submissions(transferId)).toBe(1);
    await eventually('its call is done', async () => {
      const { rows } = await town.county.db.worker.query('select done_at from outbox where outbox_id = $1', [
        transferId,
      ]);
      return rows[0].done_at !== null;
    });
    const { rows } = await town.county.db.worker.query(`select from fact where payload->>'transferId' = $1`, [
      transferId,
    ]);
    expect(rows).toHaveLength(1);
  }
  await booksAgree();
});
