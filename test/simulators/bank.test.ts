import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fen } from '../../src/domain/money.ts';
import { type BankDirectory, bankDirectory } from '../../src/gateways/bank/directory.ts';
import { paymentFile } from '../../src/gateways/bank/pain001.ts';
import { readStatusReport } from '../../src/gateways/bank/pain002.ts';
import { type BankSimulator, readBankBook, startBank } from '../../src/simulators/bank.ts';
import { eventually } from '../support/eventually.ts';

let dir: string;
let ours: BankDirectory;
let bank: BankSimulator;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'doudi-bank-'));
  ours = await bankDirectory(dir);
  bank = await startBank({ dir, pollMs: 20, controlPort: 0 });
});
afterEach(async () => {
  await bank.stop();
  await rm(dir, { recursive: true, force: true });
});

const theRun = (messageId: string) =>
  paymentFile({
    messageId,
    createdAt: '2026-05-06T09:00:00+08:00',
    debtor: { name: '当阳市民政局', accountNo: '17500001040001234', bankCode: '103526000013' },
    requestedExecutionDate: '2026-05-08',
    lines: [
      {
        endToEndId: 'P-1',
        amountFen: fen(87_200),
        creditorName: '王秀兰',
        creditorAccount: '62170001',
        remittance: '低保 2026-05',
      },
      {
        endToEndId: 'P-2',
        amountFen: fen(75_000),
        creditorName: '赵大海',
        creditorAccount: '62170002',
        remittance: '低保 2026-05',
      },
    ],
  });

const order = async (messageId = 'RUN-1', name = `${messageId}.xml`) => {
  expect((await ours.handOver(name, theRun(messageId).bytes)).ok).toBe(true);
  await bank.poll();
};
const reports = async () => {
  const answers = [];
  for (const { name } of await ours.incoming()) {
    const file = await ours.read(name);
    if (file?.ok) answers.push(readStatusReport(file.value));
  }
  return answers;
};
const linesReported = async () =>
  (await reports()).map((report) =>
    report.ok
      ? report.value.lines.map(({ endToEndId, status, reasonCode }) =>
          [endToEndId, status, reasonCode].filter(Boolean).join(' '),
        )
      : report.refusal.code,
  );

describe('the bank behind the directory', () => {
  it('finds a file by itself, pays each line, books it and reports', async () => {
    await ours.handOver('RUN-1.xml', theRun('RUN-1').bytes);
    await eventually('a report', async () => (await ours.incoming()).length === 1);
    expect(await linesReported()).toEqual([['P-1 ACSC', 'P-2 ACSC']]);
    expect(await readBankBook(dir)).toEqual([
      {
        file: '000001-RUN-1.xml',
        at: '2026-05-06T09:00:00+08:00',
        messageId: 'RUN-1',
        endToEndId: 'P-1',
        accountNo: '62170001',
        amountFen: 87_200,
        result: 'credited',
      },
      expect.objectContaining({ endToEndId: 'P-2', accountNo: '62170002', amountFen: 75_000, result: 'credited' }),
    ]);
  });

  it('returns lines to a closed account, and pays again once it is open', async () => {
    bank.closeAccount('62170002');
    bank.refuseAccount('62170001', 'BE01');
    await order('RUN-1');
    bank.reopenAccount('62170001');
    await order('RUN-2');
    expect(await linesReported()).toEqual([
      ['P-1 RJCT BE01', 'P-2 RJCT AC04'],
      ['P-1 ACSC', 'P-2 RJCT AC04'],
    ]);
  });

  it('pays twice what comes twice, so that its book shows our mistake', async () => {
    await order('RUN-1', 'a.xml');
    await order('RUN-1', 'b.xml');
    expect((await readBankBook(dir)).filter(({ endToEndId }) => endToEndId === 'P-1')).toHaveLength(2);
  });

  it('executes nothing of a file whose totals are wrong or that is no payment file', async () => {
    const { bytes } = theRun('RUN-1');
    await ours.handOver('a.xml', Buffer.from(Buffer.from(bytes).toString().replaceAll('1622.00', '1622.01')));
    await ours.handOver('b.xml', Buffer.from('<no>'));
    await bank.poll();
    expect(await reports()).toMatchObject([
      { value: { originalMessageId: 'NOTPROVIDED', group: { status: 'RJCT', reasonCode: 'FF01' }, lines: [] } },
      { value: { originalMessageId: 'RUN-1', group: { status: 'RJCT', reasonCode: 'AM10' }, lines: [] } },
    ]);
    expect(await readBankBook(dir)).toEqual([]);
  });

  it('goes on where it was when it is started anew', async () => {
    await order('RUN-1');
    await bank.stop();
    await ours.handOver('RUN-2.xml', theRun('RUN-2').bytes);
    bank = await startBank({ dir, pollMs: 20 });
    await bank.poll();
    expect((await readBankBook(dir)).map(({ messageId }) => messageId)).toEqual(['RUN-1', 'RUN-1', 'RUN-2', 'RUN-2']);
    expect(await ours.incoming()).toHaveLength(2);
  });
});

describe('the bank misreports as it is told, and pays all the same', () => {
  const both = ['P-1 ACSC', 'P-2 ACSC'];
  it.each([
    ['silent', [], [both]],
    ['twice', [both, both], [both, both]],
    ['contradictory', [both, ['P-1 RJCT AC04', 'P-2 ACSC']], [both, ['P-1 RJCT AC04', 'P-2 ACSC']]],
    ['halfWritten', ['notWellFormed'], [both]],
    ['unknownLine', [[...both, 'NOT-ORDERED-1 ACSC']], [[...both, 'NOT-ORDERED-1 ACSC']]],
    ['wrongEncoding', ['notUtf8'], ['notUtf8']],
    ['wrongSum', ['sumDiffers'], ['sumDiffers']],
  ] as const)('%s', async (mode, atOnce, afterRelease) => {
    bank.behave(mode);
    await order();
    expect(await linesReported()).toEqual(atOnce);
    await bank.release();
    expect(await linesReported()).toEqual(afterRelease);
    expect(await readBankBook(dir)).toHaveLength(2);
  });

  it('twice is the same report, contradictory is another', async () => {
    const idsOf = async () => new Set((await reports()).map((report) => report.ok && report.value.reportId)).size;
    bank.behave('twice');
    await order('RUN-1');
    expect(await idsOf()).toBe(1);
    bank.behave('contradictory');
    await order('RUN-2');
    expect(await idsOf()).toBe(3);
  });
});

describe('the bank is played from outside', () => {
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${bank.url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });

  it('by closing accounts and choosing how it reports', async () => {
    expect((await control('PUT', 'accounts/62170002')).status).toBe(204);
    expect((await control('PUT', 'accounts/62170001', { reasonCode: 'AC01' })).status).toBe(204);
    expect((await control('DELETE', 'accounts/62170001')).status).toBe(204);
    expect((await control('PUT', 'behaviour', { mode: 'silent' })).status).toBe(204);
    expect((await control('PUT', 'behaviour', { mode: 'odd' })).status).toBe(422);
    await order();
    expect(await linesReported()).toEqual([]);
    expect((await control('POST', 'release')).status).toBe(204);
    expect(await linesReported()).toEqual([['P-1 ACSC', 'P-2 RJCT AC04']]);
    expect(await (await control('GET', 'book')).json()).toHaveLength(2);
  });
});
