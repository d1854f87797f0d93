import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBankBook } from '../../src/simulators/bank.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { eventually } from '../support/eventually.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
  await town.livesFor(12 * 60 + 10); // ten past nine in the evening
});
beforeEach(() => town.instantBank.behave('normal'));
afterAll(() => town?.close());

const given = { reason: '住院急救，先行救助', unrelated: true, documents: [] };
let accounts = 0;
const transfer = (yuan: number) => ({
  outcome: 'transfer',
  amountFen: yuan * 100,
  account: { holder: '示例丙', bankName: '示范农商银行', number: `6230000000${String(++accounts).padStart(6, '0')}` },
  ...given,
});
const cash = (yuan: number) => ({
  outcome: 'cash',
  amountFen: yuan * 100,
  receipt: 'SJ-0002',
  receivedBy: '按印',
  ...given,
});

async function answered(): Promise<CaseFile> {
  const file = await town.reports();
  await file.decides(town.people.duty1, 'answerReport', { outcome: 'responded' });
  return file;
}
const emergency = async ({ caseId }: CaseFile) =>
  (await town.window.get(town.people.duty1, `/v1/emergencies/${caseId}`)).json();
const stands = (file: CaseFile, how: string) =>
  eventually(`the transfer stands ${how}`, async () => {
    const now = await emergency(file);
    return now.transfer?.stands === how && now;
  });
async function hasLeft({ caseId }: CaseFile): Promise<string> {
  const transferId = `${caseId}.aid.1.transferNow`;
  await eventually('it has left', () => town.instantBank.submissions(transferId) > 0);
  return transferId;
}
/** What the bank's own book says was paid, and what ours says was given by transfer. */
const paidOut = async () => {
  const book = await readBankBook(town.payOffice.root);
  const credited = book
    .filter(({ result }) => result === 'credited')
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  const { rows } = await town.county.db.worker.query<{ fen: string }>(
    `select coalesce(sum(amount_fen), 0) as fen from emergency_aid where form = 'transfer' and stands = 'given'`,
  );
  return { credited, given: Number(rows[0]!.fen) };
};
const booksAgree = async () => {
  const { credited, given } = await paidOut();
  expect(credited).toBe(given);
  const [fund] = (await town.window.get(town.people.finance1, '/v1/standby-funds')).json().items;
  const { rows } = await town.county.db.worker.query<{ fen: string }>(
    `select coalesce(sum(amount_fen), 0) as fen from emergency_aid where stands <> 'notGiven' and paid_from = 'standbyFund'`,
  );
  expect(fund).toMatchObject({ spentFen: Number(rows[0]!.fen), heldFen: 0 });
  expect(fund.availableFen).toBe(fund.paidInFen - fund.spentFen);
};

describe('first aid into an account', () => {
  it('is there the same night, and the clock of the aid stands still', async () => {
    const file = await answered();
    await file.decides(town.people.duty1, 'firstAid', transfer(2_000));
    await file.reaches('papers');
    expect(await stands(file, 'settled')).toMatchObject({ aidDueAt: null, givenFen: 200_000 });
    expect(await file.story()).toContain('转账已到账');
    await booksAgree();
  });

  it('refused by the bank is given in cash within the same hours, and not counted twice against the limit', async () => {
    town.instantBank.behave('rejects');
    const file = await answered();
    await file.decides(town.people.duty1, 'firstAid', transfer(2_900));
    await stands(file, 'rejected');
    expect(await file.waitsFor('payOtherwise')).toMatchObject({ clock: expect.stringContaining('firstAidClock') });
    await file.decides(town.people.duty2, 'payOtherwise', cash(2_900));
    await file.reaches('papers');
    expect((await emergency(file)).aid).toMatchObject([
      { form: 'transfer', stands: 'notGiven' },
      { form: 'cash', stands: 'given', amountFen: 290_000 },
    ]);
    await booksAgree();
  });

  it('whose answer never came is not sent again, calls the county, and is given in cash only once the bank has let it be recalled', async () => {
    town.instantBank.behave('underway');
    const file = await answered();
    await file.decides(town.people.duty1, 'firstAid', transfer(1_000));
    const transferId = await hasLeft(file);
    await town.livesFor(31);
    expect(await file.waitsFor('escalation')).toMatchObject({ about: { clock: 'transferFate' } });
    expect((await file.now()).tasks.map(({ kind }) => kind)).not.toContain('payOtherwise');
    expect(town.instantBank.submissions(transferId)).toBe(1);

    await file.decides(town.people.duty1, 'recallTransfer', { outcome: 'recall', reason: '银行无回音，改发现金' });
    await stands(file, 'recalled');
    await town.instantBank.release(); // it arrives at the bank at last, and is closed
    await file.decides(town.people.duty1, 'payOtherwise', cash(1_000));
    await file.reaches('papers');
    expect(town.instantBank.submissions(transferId)).toBeLessThanOrEqual(2);
    await booksAgree();
  });

  it('recalled too late has arrived, and no cash is given', async () => {
    town.instantBank.behave('recallPending');
    const file = await answered();
    await file.decides(town.people.duty1, 'firstAid', transfer(700));
    await hasLeft(file);
    await file.decides(town.people.duty1, 'recallTransfer', { outcome: 'recall', reason: '账号疑有误' });
    await town.instantBank.release();
    await file.reaches('papers');
    expect((await emergency(file)).aid).toMatchObject([{ form: 'transfer', stands: 'given' }]);
    await booksAgree();
  });

  it('tried once more into another account after a refusal is one credit', async () => {
    town.instantBank.behave('rejects');
    const file = await answered();
    await file.decides(town.people.duty1, 'firstAid', transfer(600));
    await stands(file, 'rejected');
    town.instantBank.behave('answerLost');
    await file.decides(town.people.duty1, 'payOtherwise', transfer(600));
    await file.reaches('papers');
    expect((await emergency(file)).aid).toMatchObject([{ stands: 'notGiven' }, { stands: 'given' }]);
    await booksAgree();
  });

  it('reaches nobody while the bank is down, and everything else goes on', async () => {
    town.instantBank.behave('http500');
    const file = await answered();
    await file.decides(town.people.duty1, 'firstAid', transfer(500));
    const other = await answered();
    await other.decides(town.people.duty2, 'firstAid', cash(500));
    await other.reaches('papers');
    town.instantBank.behave('normal');
    await file.decides(town.people.duty1, 'recallTransfer', { outcome: 'recall', reason: '银行系统中断' });
    const { transfer: end } = await eventually('its fate is known', async () => {
      const now = await emergency(file);
      return now.transfer.stands !== 'underWay' && now;
    });
    expect(['recalled', 'settled']).toContain(end.stands);
    await booksAgree();
  });
});
