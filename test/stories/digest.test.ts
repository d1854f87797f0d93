import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import type { Account } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { officialsOf } from '../support/officials.ts';
import { startTestRelay } from '../support/relay.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
let stopSecondRelay: () => Promise<void>;
beforeAll(async () => {
  town = await openTown();
  // Two relays at once, as in production.
  const urls = { checkPlatform: town.platform.url, messages: town.messages.url };
  stopSecondRelay = startTestRelay({ ...town.county.deps, pool: town.county.db.worker, urls });
});
afterAll(async () => {
  await stopSecondRelay?.();
  await town?.close();
});

const seatOf = ({ roles, division }: Account) => ({ role: roles[0]!, division });
const register = (
  account: Account,
  phone: string,
  seats = [seatOf(account)],
  by: Account = town.people.administrator,
) => town.window.as(by, { method: 'PUT', url: `/v1/officers/${account.officer}/contact`, payload: { phone, seats } });
const registered = async (account: Account, phone: string) => {
  const answer = await register(account, phone);
  expect(answer.statusCode, answer.body).toBe(200);
};
const textsTo = (phone: string) => town.messages.book().flatMap(({ to, text }) => (to === phone ? [text] : []));
const nthText = (phone: string, nth: number) =>
  eventually(`${nth} digests to ${phone}`, () => textsTo(phone).length >= nth && textsTo(phone)[nth - 1]);
const digestsOf = async ({ officer }: Account) => {
  const { rows } = await town.county.db.worker.query(
    'select on_day as day, message_id is not null as told from digest where officer = $1 order by on_day',
    [officer],
  );
  return rows.map(({ day, told }) => `${day} ${told ? 'told' : 'nothing to do'}`);
};
const asOfNow = async (account: Account) => (await town.window.get(account, '/v1/digest')).json().items;

describe('each working morning', () => {
  const [clerkPhone, officerPhone] = ['13900000021', '13900000022'];

  it('an officer gets one message with all there is to do, and reads the same at the desk', async () => {
    const { clerk } = town.people;
    for (let n = 0; n < 2; n++) await aCase(town).applied();
    await registered(clerk, clerkPhone);
    expect(await nthText(clerkPhone, 1)).toBe(
      '【玉阳街道】乡镇（街道）经办人员今日待办2件，其中2个工作日内到期2件，已逾期0件：受理审查2件。请登录系统办理。',
    );
    const counts = { open: 2, dueSoon: 2, overdue: 0 };
    expect(await asOfNow(clerk)).toEqual([
      { ...seatOf(clerk), ...counts, withinWorkingDays: 2, kinds: [{ kind: 'accept', title: '受理审查', ...counts }] },
    ]);
    await eventually('its receipt is noted', async () => {
      const { rows } = await town.county.db.worker.query(`select status from message where kind = 'digest'`);
      return rows.length === 1 && rows[0].status === 'delivered';
    });
  });

  it('once: what comes in later that morning waits for the next', async () => {
    const { clerk, officer } = town.people;
    await aCase(town).applied();
    await town.lives('2026-09-21T11:00:00+08:00');
    await registered(officer, officerPhone); // the relays look around again
    await eventually('looked at', async () => (await digestsOf(officer)).length === 1);
    expect(await digestsOf(officer)).toEqual(['2026-09-21 nothing to do']);
    expect(textsTo(clerkPhone)).toHaveLength(1);

    await town.lives('2026-09-22T08:00:00+08:00');
    expect(await nthText(clerkPhone, 2)).toContain('今日待办3件');
    expect(await digestsOf(clerk)).toEqual(['2026-09-21 told', '2026-09-22 told']);
  });

  it('what is late is said, to the clerk and to the county that is called for it', async () => {
    await town.lives('2026-09-24T08:30:00+08:00');
    expect(await nthText(clerkPhone, 3)).toBe(
      '【玉阳街道】乡镇（街道）经办人员今日待办3件，其中2个工作日内到期0件，已逾期3件：受理审查3件。请登录系统办理。',
    );
    expect(await nthText(officerPhone, 1)).toContain('【当阳市】县级民政部门审核确认人员今日待办3件');
    expect(textsTo(officerPhone)[0]).toContain('督办3件');
  });

  it('none on a rest day, none in the afternoon', async () => {
    const { clerk, reviewer } = town.people;
    await town.lives('2026-09-25T09:00:00+08:00'); // 中秋节, a Friday
    await town.lives('2026-09-28T13:00:00+08:00');
    await registered(reviewer, '13900000023');
    await town.lives('2026-09-29T09:00:00+08:00');
    await nthText(clerkPhone, 4);
    await eventually('looked at', async () => (await digestsOf(reviewer)).length > 0);
    expect(await digestsOf(reviewer)).toEqual(['2026-09-29 nothing to do']);
    expect(await digestsOf(clerk)).toEqual([21, 22, 24, 29].map((day) => `2026-09-${day} told`));
    expect(textsTo(clerkPhone)).toHaveLength(4);
  });
});

describe('where an officer is reached', () => {
  it('is set by the administrator of the place, for seats there are', async () => {
    const { clerk, officer } = town.people;
    const elsewhere = officialsOf('xiangzhou').administrator;
    const refused = async (seats: ReturnType<typeof seatOf>[], by?: Account) => {
      const { statusCode, ...answer } = await register(clerk, '13900000024', seats, by);
      return [statusCode, answer.json().code];
    };
    expect(await refused([seatOf(clerk)], elsewhere)).toEqual([403, 'wrongDivision']);
    expect(await refused([{ ...seatOf(clerk), division: '420582999000' }])).toEqual([422, 'unknownDivision']);
    expect(await refused([{ ...seatOf(clerk), division: officer.division }])).toEqual([422, 'validation']);
    expect(await refused([{ ...seatOf(clerk), role: 'auditor' }])).toEqual([422, 'validation']);
    expect(await refused([seatOf(clerk)], clerk)).toEqual([403, 'forbidden']);
  });

  it('can be taken away; the number is sealed, and found by its hash alone', async () => {
    const { investigator1 } = town.people;
    const contacts = async () => {
      const found = await town.county.db.worker.query('select * from officer_contact where officer = $1', [
        investigator1.officer,
      ]);
      return found.rows;
    };
    await registered(investigator1, '13900000025');
    await registered(investigator1, '13900000025');
    const [row, ...more] = await contacts();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ ...seatOf(investigator1), phone_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(row)).not.toContain('13900000025');
    expect((await register(investigator1, '13900000025', [])).statusCode).toBe(200);
    expect(await contacts()).toEqual([]);
  });
});
