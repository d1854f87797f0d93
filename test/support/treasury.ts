import { expect } from 'vitest';
import type { PaymentLine, RunDetail } from '../../src/contracts/http/disbursements.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import { eventually } from './eventually.ts';
import type { Town } from './town.ts';

/** The county's pay office over HTTP: a month is opened, looked at, signed by two, and goes to the bank. */
export function treasury(town: Town) {
  const { window, payOffice } = town;
  const { finance1, finance2 } = town.people;
  const county = finance1.division;
  const url = (period: string) => `/v1/disbursements/${county}:${period}`;
  const run = async (period: string): Promise<RunDetail> => (await window.get(finance1, url(period))).json();
  const when = async (what: string, period: string, holds: (run: RunDetail) => boolean): Promise<RunDetail> => {
    const seen = await eventually(`the run of ${period} is ${what}`, async () => {
      const now = await run(period);
      return holds(now) && now;
    });
    await town.isSound();
    return seen;
  };

  const office = {
    run,

    async opens(period: string): Promise<RunDetail> {
      const answer = await window.post(finance1, '/v1/disbursements', { county, period });
      expect(answer.statusCode, answer.body).toBe(200);
      return when('prepared', period, ({ state }) => state === 'prepared');
    },

    /** Two sign for the total they see; resolves when the bank has the file. */
    async signs(period: string): Promise<RunDetail> {
      const { toPay } = await run(period);
      for (const officer of [finance1, finance2]) {
        const answer = await window.post(officer, `${url(period)}/signature`, { totalFen: toPay.fen });
        expect(answer.statusCode, answer.body).toBe(200);
      }
      return when('with the bank', period, ({ handedOverAt }) => handedOverAt !== null);
    },

    /** The same, until the bank has said of each line what became of it. */
    async pays(period: string): Promise<RunDetail> {
      const { toPay } = await office.signs(period);
      return when('reported', period, ({ paid, returned }) => paid.lines + returned.lines === toPay.lines);
    },

    async closes(period: string): Promise<RunDetail> {
      const answer = await window.post(finance1, `${url(period)}/close`);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json();
    },

    async lines(period: string): Promise<PaymentLine[]> {
      return (await window.get(finance1, `${url(period)}/lines`)).json().items;
    },

    /** What the bank's own book says it did for an account, in yuan: credited, or returned. */
    async bankBook(accountNo: string): Promise<string[]> {
      const entries = (await readBankBook(payOffice.root)).filter((entry) => entry.accountNo === accountNo);
      return entries.map(({ result, amountFen }) => `${result} ${(amountFen / 100).toFixed(2)}`);
    },
  };
  return office;
}
