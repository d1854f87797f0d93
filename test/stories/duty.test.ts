import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../src/db/officerContacts.ts';
import { requestOfficerMessage } from '../../src/db/officerMessages.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { townshipsWithoutDuty } from '../../src/db/queries/dutyGaps.ts';
import type { CaseId, Key } from '../../src/domain/case/ids.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import type { Account } from '../support/api.ts';
import { fireAtNight } from '../support/emergencies.ts';
import { eventually } from '../support/eventually.ts';
import { officialsOf } from '../support/officials.ts';
import { openTown, type Town } from '../support/town.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const phones = { duty1: '13900000031', duty2: '13900000032', officer: '13900000033' } as const;
const evening = '2026-09-21T18:00:00+08:00';
const morning = '2026-09-22T08:00:00+08:00';
const night = { from: evening, until: morning };
const seatOf = ({ roles, division }: Account) => ({ role: roles[0]!, division });
const turnOf = ({ officer }: Account, order: number, span = night) => ({ officer, order, ...span });
const roster = (account: Account, duties: object[], span = night) => ({ ...seatOf(account), ...span, duties });
const sets = (by: Account, payload: object) => town.window.as(by, { method: 'PUT', url: '/v1/duty-roster', payload });
const reads = async (account: Account, span = night) =>
  (
    await town.window.get(
      town.people.officer,
      `/v1/duty-roster?${new URLSearchParams({ ...seatOf(account), ...span } as Record<string, string>)}`,
    )
  ).json();
const registers = async (post: keyof typeof phones) => {
  const account = town.people[post];
  const url = `/v1/officers/${account.officer}/contact`;
  const payload = { phone: phones[post], seats: [seatOf(account)] };
  const answer = await town.window.as(town.people.administrator, { method: 'PUT', url, payload });
  expect(answer.statusCode, answer.body).toBe(200);
};
const refusal = async (by: Account, payload: object) => {
  const { statusCode, ...answer } = await sets(by, payload);
  const { code, errors = [] } = answer.json();
  return [statusCode, code, ...errors.map(({ at }: { at: string }) => at)];
};
const gaps = () => inTransaction(town.county.db.worker, townshipsWithoutDuty);
const gauge = async () =>
  /^doudi_backlog\{of="townshipsWithoutDuty"\} (\d+)$/m.exec((await town.window.app.inject('/metrics')).body)?.[1];
const textsTo = (post: keyof typeof phones) =>
  town.messages.book().flatMap(({ to, text }) => (to === phones[post] ? [text] : []));

describe('who is on call', () => {
  it('can be set only for officers whose phone is on file', async () => {
    const { duty1, reviewer } = town.people;
    expect([await gaps(), await gauge()]).toEqual([[], '0']); // no duty here, and no emergency either
    expect(await refusal(reviewer, roster(duty1, [turnOf(duty1, 1)]))).toEqual([
      409,
      'officerWithoutPhone',
      '/duties/0/officer',
    ]);
    await registers('duty1');
    await registers('duty2');
    await registers('officer');
    expect([await gaps(), await gauge()]).toEqual([['420582001000 玉阳街道 (2026-09-21 09:00)'], '1']);
  });

  it('is set by the township’s reviewer or the county, twice as once, and shows when nobody is', async () => {
    const { duty1, duty2, reviewer, officer } = town.people;
    const wanted = roster(duty1, [
      turnOf(duty1, 1),
      turnOf(duty2, 2, { from: '2026-09-21T20:00:00+08:00', until: morning }),
    ]);
    const first = await sets(reviewer, wanted);
    expect(first.statusCode, first.body).toBe(200);
    expect((await sets(officer, wanted)).json()).toEqual(first.json()); // the township's stands, and says so
    expect(first.json()).toMatchObject({
      duties: [
        { officer: duty1.officer, order: 1, from: '2026-09-21T10:00:00.000Z', setBy: reviewer.officer },
        { officer: duty2.officer, order: 2, from: '2026-09-21T12:00:00.000Z', until: '2026-09-22T00:00:00.000Z' },
      ],
      gaps: [],
    });
    expect((await reads(duty1, { from: '2026-09-21T12:00:00+08:00', until: morning })).gaps).toEqual([
      { from: '2026-09-21T04:00:00.000Z', until: '2026-09-21T10:00:00.000Z' },
    ]);
    expect((await sets(officer, roster(officer, [turnOf(officer, 1)]))).statusCode).toBe(200);
  });

  it('is one officer at a place, in its range, at a seat of one’s own', async () => {
    const { duty1, duty2, reviewer, officer, clerk } = town.people;
    const clash = [turnOf(duty1, 1), turnOf(duty2, 1)];
    expect(await refusal(reviewer, roster(duty1, clash))).toEqual([422, 'dutyCollides', '/duties/1']);
    const long = [turnOf(duty1, 1, { from: evening, until: '2026-09-22T09:00:00+08:00' })];
    expect(await refusal(reviewer, roster(duty1, long))).toEqual([422, 'dutyOutsideRange', '/duties/0']);
    const past = { from: '2026-09-21T08:00:00+08:00', until: morning };
    expect(await refusal(reviewer, roster(duty1, [turnOf(duty1, 1, past)], past))).toEqual([
      409,
      'dutyInThePast',
      '/from',
    ]);
    expect(await refusal(reviewer, { ...roster(duty1, []), role: 'county_officer' })).toEqual([
      422,
      'noSuchSeat',
      '/role',
    ]);
    expect(await refusal(reviewer, roster(officer, []))).toEqual([403, 'wrongDivision', '/division']);
    expect(await refusal(officialsOf('xiangzhou').officer, roster(duty1, []))).toEqual([
      403,
      'wrongDivision',
      '/division',
    ]);
    expect(await refusal(clerk, roster(duty1, []))).toEqual([403, 'forbidden']);
    expect(await refusal(reviewer, roster(duty1, [], { from: morning, until: evening }))).toEqual([
      422,
      'validation',
      '/until',
    ]);
    expect(await refusal(reviewer, roster(duty1, [], { from: evening, until: '2026-12-01T00:00:00Z' }))).toEqual([
      422,
      'validation',
      '/until',
    ]);
  });

  it('is one roster, however many set it at once', async () => {
    const { duty1, duty2, reviewer, officer } = town.people;
    const later = { from: '2026-09-25T18:00:00+08:00', until: '2026-09-26T08:00:00+08:00' };
    const one = roster(duty1, [turnOf(duty1, 1, later), turnOf(duty2, 2, later)], later);
    const other = roster(duty1, [turnOf(duty2, 1, later), turnOf(duty1, 2, later)], later);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => sets(n % 2 ? reviewer : officer, n % 2 ? one : other)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 10 }, () => 200));
    expect((await reads(duty1, later)).duties).toHaveLength(2);
  });

  it('keeps what reaches beyond a range that is set anew', async () => {
    const { duty1, duty2, reviewer } = town.people;
    const hour = { from: '2026-09-26T00:00:00+08:00', until: '2026-09-26T01:00:00+08:00' };
    expect((await sets(reviewer, roster(duty1, [], hour))).json().gaps).toHaveLength(1);
    const wide = await reads(duty1, { from: '2026-09-25T18:00:00+08:00', until: '2026-09-26T08:00:00+08:00' });
    expect(wide.duties).toHaveLength(4);
    expect(wide.gaps).toEqual([{ from: '2026-09-25T16:00:00.000Z', until: '2026-09-25T17:00:00.000Z' }]);
    expect(new Set(wide.duties.map((duty: { officer: string }) => duty.officer))).toEqual(
      new Set([duty1.officer, duty2.officer]),
    );
  });
});

describe('an emergency at ten past nine in the evening', () => {
  it('calls the first at once, then the next with a word to the county, then the county answers', async () => {
    const { duty1, duty2, officer } = town.people;
    await town.livesFor(12 * 60 + 10);
    const file = await town.reports();
    const called = async () =>
      (await file.get('journal')).items
        .filter(({ type }: { type: string }) => type === 'dutyCalled')
        .map(({ data }: { data: { officers: string[]; exhausted: boolean } }) => [data.officers, data.exhausted]);
    await eventually('the first is called', () => textsTo('duty1').length > 0);
    expect(await called()).toEqual([[[duty1.officer], false]]);
    expect(textsTo('duty1')).toEqual([
      `【玉阳街道】急难报告：火灾，编号${file.caseNumber}。请在30分钟内登录系统接报；先行救助时限剩余1440分钟。`,
    ]);

    await town.livesFor(31);
    await eventually('the next is called', () => textsTo('duty2').length > 0 && textsTo('officer').length > 0);
    expect(await called()).toEqual([
      [[duty1.officer], false],
      [[duty2.officer, officer.officer], true],
    ]);
    expect(textsTo('officer')).toEqual([expect.stringContaining('30分钟内无人接报的，由县级接报')]);

    await town.livesFor(31);
    await file.decides(officer, 'answerForTownship', { outcome: 'responded' });
    expect([textsTo('duty1'), textsTo('duty2'), textsTo('officer')].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it('passes over a relative, and whoever cannot be reached any more, without losing their minutes', async () => {
    const { administrator, duty1, duty2, officer } = town.people;
    const { rows: before } = await town.county.db.worker.query('select count(*)::int as n from message');
    const url = `/v1/officers/${duty2.officer}/contact`;
    await town.window.as(administrator, { method: 'PUT', url, payload: { phone: phones.duty2, seats: [] } });
    const file = await town.reports(fireAtNight({ relativesOfStaff: [duty1.officer] }));
    await eventually('the county is told at once', () => textsTo('officer').length === 2);
    const journal = (await file.get('journal')).items;
    expect(journal.find(({ type }: { type: string }) => type === 'dutyCalled').data).toMatchObject({
      officers: [officer.officer],
      exhausted: true,
    });
    const { rows } = await town.county.db.worker.query(
      `select urgent, status, reason from message order by requested_at, message_id offset $1`,
      [before[0].n],
    );
    expect(rows).toContainEqual({ urgent: true, status: 'undeliverable', reason: 'noPhone' });
  });

  it('writes to an officer once for what had them called, however often it is asked', async () => {
    const { duty1 } = town.people;
    const { db } = town.county;
    const cipher = fieldCipher(testKeys, testHashKey);
    const message = {
      caseId: randomUUID() as CaseId,
      key: 'duty.1.call' as Key,
      to: { officer: duty1.officer, ...seatOf(duty1) } as Contact,
      kind: 'dutyCall',
      at: new Date(await town.county.clock.now()),
      text: '急难报告',
    };
    const sent = () => textsTo('duty1').filter((text) => text === message.text).length;
    const ask = (key = message.key) =>
      inTransaction(db.worker, (tx) => requestOfficerMessage(tx, cipher, { ...message, key }));
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([true, true, true]);
    await ask('duty.2.call' as Key);
    await eventually('both are sent', () => sent() === 2);
    const { rows } = await db.worker.query('select key from officer_message where case_id = $1 order by 1', [
      message.caseId,
    ]);
    expect(rows.map(({ key }) => key)).toEqual(['duty.1.call', 'duty.2.call']);
  });

  it('what was on call when it happened stays on record', async () => {
    const { duty1, reviewer } = town.people;
    expect(await refusal(reviewer, roster(duty1, []))).toEqual([409, 'dutyInThePast', '/from']);
    const hour = { from: '2026-09-22T07:00:00+08:00', until: morning };
    expect((await sets(reviewer, roster(duty1, [], hour))).json().gaps).toHaveLength(1);
  });
});
