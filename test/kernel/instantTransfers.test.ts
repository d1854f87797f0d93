import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { endTransfer, planRecall, planTransfer } from '../../src/db/emergency/instantTransfers.ts';
import { requestEffect } from '../../src/db/outbox.ts';
import { inTransaction } from '../../src/db/pool.ts';
import { readBacklog } from '../../src/db/queries/backlog.ts';
import { type CaseId, type Key, publicId } from '../../src/domain/case/ids.ts';
import { fieldCipher } from '../../src/gateways/crypto/fieldCipher.ts';
import { readBankBook } from '../../src/simulators/bank.ts';
import { instantBankModes } from '../../src/simulators/instantBank/modes.ts';
import { type InstantBankSimulator, startInstantBank } from '../../src/simulators/instantBank.ts';
import { runScript } from '../support/childProcess.ts';
import { type County, startCounty } from '../support/county.ts';
import { diceFrom } from '../support/dice.ts';
import { eventually } from '../support/eventually.ts';
import { requestSecret, startTestRelay } from '../support/relay.ts';
import { testHashKey, testKeys } from '../support/worker.ts';

const township = '420582001000';
const cipher = fieldCipher(testKeys, testHashKey);
let county: County;
let caseId: CaseId;
let dir: string;
let bank: InstantBankSimulator;
let relays: (() => Promise<void>)[] = [];
let nth = 0;

beforeAll(async () => {
  county = await startCounty({ worker: false });
  caseId = await county.apply();
});
afterAll(() => county?.stop());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'instant-'));
  bank = await startInstantBank({ dir, port: 0, secret: requestSecret, slowMs: 900 });
});
afterEach(async () => {
  await Promise.all(relays.map((stop) => stop()));
  relays = [];
  await bank.stop();
  await rm(dir, { recursive: true });
});

const urls = () => ({ checkPlatform: 'http://127.0.0.1:9', messages: 'http://127.0.0.1:9', instantBank: bank.url });
const startRelay = () => {
  const stop = startTestRelay({ ...county.deps, pool: county.db.worker, urls: urls() });
  relays.push(stop);
};

async function ask(amountFen = 100_000): Promise<string> {
  const transferId = publicId(caseId, `emergency.1.transferNow.${++nth}` as Key);
  await inTransaction(county.db.worker, async (tx) => {
    const payee = { holder: '测某', bank: '102', account: `62220000${String(nth).padStart(4, '0')}` };
    const at = new Date('2026-05-06T21:00:00+08:00');
    await planTransfer(tx, cipher, {
      transferId,
      caseId,
      division: township,
      amountFen,
      purpose: 'firstAid',
      payee,
      at,
    });
    await requestEffect(tx, { outboxId: transferId, caseId, division: township, effect: 'transferNow', at });
  });
  return transferId;
}
async function recall(transferId: string): Promise<void> {
  const recallId = publicId(caseId, `emergency.1.recallTransfer.${++nth}` as Key);
  await inTransaction(county.db.worker, async (tx) => {
    await planRecall(tx, transferId, recallId);
    await requestEffect(tx, {
      outboxId: recallId,
      caseId,
      division: township,
      effect: 'recallTransfer',
      at: new Date(),
    });
  });
}
const row = async (transferId: string) =>
  (await county.db.worker.query('select * from instant_transfer where transfer_id = $1', [transferId])).rows[0];
const becomes = (transferId: string, state: string) =>
  eventually(`${transferId} ${state}`, async () => (await row(transferId)).state === state);
const isUnknown = (transferId: string) =>
  eventually(`${transferId} unknown`, async () => (await row(transferId)).unknown_since !== null);
const credits = async () => (await readBankBook(dir)).filter(({ result }) => result === 'credited');
const factsOf = async (transferId: string) =>
  (
    await county.db.worker.query(
      `select payload from fact where name = 'transferOutcome' and payload->>'transferId' = $1`,
      [transferId],
    )
  ).rows.map(({ payload }) => payload);

/** Money out is money in the bank's own book, and no transfer was credited twice. */
async function expectExact(transferIds: readonly string[]): Promise<void> {
  const { rows } = await county.db.worker.query(
    `select coalesce(sum(amount_fen), 0)::int as fen from instant_transfer where state = 'settled' and transfer_id = any($1)`,
    [transferIds],
  );
  const booked = await credits();
  expect(booked.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(rows[0].fen);
  expect(new Set(booked.map(({ endToEndId }) => endToEndId)).size).toBe(booked.length);
  for (const transferId of transferIds) {
    expect(bank.submissions(transferId), transferId).toBeLessThanOrEqual(1);
    expect(await factsOf(transferId)).toHaveLength(1);
  }
}

describe('a transfer of first aid', () => {
  it.each(['slow', 'garbage', 'answerLost', 'normal'] as const)(
    'that the bank settled is settled with us though its answer is %s, and was sent once',
    async (mode) => {
      bank.behave(mode);
      const id = await ask();
      startRelay();
      await becomes(id, 'settled');
      await expectExact([id]);
      expect(await factsOf(id)).toEqual([{ transferId: id, result: 'settled' }]);
    },
  );

  it('that the bank rejects is over, with the bank’s reason', async () => {
    bank.behave('rejects');
    const id = await ask();
    startRelay();
    await becomes(id, 'rejected');
    await expectExact([id]);
    expect(await factsOf(id)).toEqual([{ transferId: id, result: 'rejected', reason: 'AC04' }]);
  });

  it.each([
    ['acceptsThenSettles', 'settled'],
    ['acceptsThenRejects', 'rejected'],
  ] as const)('that the bank accepts first (%s) ends as the bank ends it', async (mode, end) => {
    bank.behave(mode);
    const id = await ask();
    startRelay();
    await becomes(id, 'sent');
    await eventually('taken', () => bank.submissions(id) === 1);
    await bank.release();
    await becomes(id, end);
    await expectExact([id]);
  });

  it('that the bank does not know is not sent again; it may come late, and does', async () => {
    bank.behave('underway');
    const id = await ask();
    startRelay();
    await isUnknown(id);
    bank.behave('normal');
    await eventually('looked up', async () => {
      const { rows } = await county.db.worker.query('select last_error from outbox where outbox_id = $1', [id]);
      return rows[0].last_error === 'notKnown';
    });
    await bank.release();
    await becomes(id, 'settled');
    expect((await row(id)).unknown_since).toBeNull();
    await expectExact([id]);
  });

  it('that never arrived is ended by a recall, and what arrives afterwards is not executed', async () => {
    bank.behave('underway');
    const id = await ask();
    startRelay();
    await isUnknown(id);
    bank.behave('normal');
    await recall(id);
    await becomes(id, 'recalled');
    await bank.release();
    await expectExact([id]);
    expect(await credits()).toEqual([]);
  });

  it('whose recall is answered pending may still be settled, and then it is', async () => {
    bank.behave('recallPending');
    const id = await ask();
    startRelay();
    await eventually('taken', () => bank.submissions(id) === 1);
    await recall(id);
    await eventually('asked back', async () => {
      const { rows } = await county.db.worker.query(
        `select last_error from outbox where effect = 'recallTransfer' and last_error is not null and done_at is null`,
      );
      return rows.length === 1;
    });
    await bank.release();
    await becomes(id, 'settled');
    await expectExact([id]);
  });

  it('of which the bank says settled and then rejected stays settled, and the contradiction is counted', async () => {
    const id = await ask();
    startRelay();
    await becomes(id, 'settled');
    const { worker } = county.db;
    const said = { result: 'rejected', reason: 'AC04' } as const;
    expect(await inTransaction(worker, (tx) => endTransfer(tx, id, said))).toBe(false);
    expect(await inTransaction(worker, (tx) => endTransfer(tx, id, said))).toBe(false);
    expect(await row(id)).toMatchObject({ state: 'settled', amount_fen: 100_000 });
    expect(await inTransaction(worker, readBacklog)).toMatchObject({ transfersContradicted: 1, transfersUnknown: 0 });
    await expectExact([id]);
  });

  it('cannot go back, nor change its amount, by whatever statement', async () => {
    const id = await ask();
    startRelay();
    await becomes(id, 'settled');
    const asWorker = (what: string) =>
      county.db.worker.query(`update instant_transfer set ${what} where transfer_id = '${id}'`);
    await expect(asWorker(`state = 'sent', ended_at = null`)).rejects.toThrow('cannot become');
    await expect(asWorker(`amount_fen = 1`)).rejects.toThrow('do not change');
  });
});

it('a relay killed between the bank’s taking and the note of it: the next one finds it settled and sends nothing', async () => {
  const id = await ask();
  const killed = runScript('test/support/instantRelayProcess.ts', {
    ADDRESS: inject('temporalAddress'),
    TASK_QUEUE: county.taskQueue,
    DATABASE: county.db.urls.worker,
    BANK: bank.url,
  });
  await killed.ended();
  expect(await credits()).toHaveLength(1);
  expect((await row(id)).state).toBe('sent');
  await county.db.worker.query('update outbox set next_try_at = clock_timestamp() where outbox_id = $1', [id]);
  startRelay();
  await becomes(id, 'settled');
  await expectExact([id]);
});

it('two relays and a bank that fails at random: what it paid is what we say was paid, and nothing was paid twice', async () => {
  const dice = diceFrom(20_260_506);
  const ids: string[] = [];
  for (let i = 0; i < 150; i++) ids.push(await ask(1 + Math.floor(dice() * 200_000)));
  startRelay();
  startRelay();
  const modes = instantBankModes.filter((mode) => mode !== 'contradictory' && mode !== 'slow');
  const over = async () => {
    bank.behave(modes[Math.floor(dice() * modes.length)]!);
    const { rows } = await county.db.worker.query(
      `select count(*)::int as n from instant_transfer where state = 'planned' and transfer_id = any($1)`,
      [ids],
    );
    return rows[0].n === 0;
  };
  await eventually('all were sent', over);
  bank.behave('normal');
  await bank.release();
  const open = await county.db.worker.query(
    `select transfer_id from instant_transfer where state = 'sent' and transfer_id = any($1)`,
    [ids],
  );
  for (const { transfer_id } of open.rows) await recall(transfer_id);
  await eventually('all are over', async () => {
    const { rows } = await county.db.worker.query(
      `select count(*)::int as n from instant_transfer where ended_at is null and transfer_id = any($1)`,
      [ids],
    );
    return rows[0].n === 0;
  });
  await expectExact(ids);
});
