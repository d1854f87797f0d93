import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fen } from '../../src/domain/money.ts';
import {
  type CreditTransfer,
  type CreditTransferRun,
  creditTransferProblem,
  orderTheSame,
  paymentFile,
} from '../../src/gateways/bank/pain001.ts';
import { readInitiation } from '../../src/simulators/bank/initiation.ts';

const aLine: CreditTransfer = {
  endToEndId: 'P-000001',
  amountFen: fen(87_200),
  creditorName: '王秀兰',
  creditorAccount: '6217002870001234567',
  remittance: '最低生活保障金 2026-05',
};
const aRun = (...lines: CreditTransfer[]): CreditTransferRun => ({
  messageId: 'DIBAO-420582-2026-05',
  createdAt: '2026-05-06T09:00:00+08:00',
  debtor: { name: '当阳市民政局', accountNo: '17500001040001234', bankCode: '103526000013' },
  requestedExecutionDate: '2026-05-08',
  lines,
});
const textOf = (run: CreditTransferRun) => Buffer.from(paymentFile(run).bytes).toString('utf8');

describe('two payment files', () => {
  const sameAs = (change: Partial<CreditTransferRun>) =>
    orderTheSame(paymentFile(aRun(aLine)).bytes, paymentFile({ ...aRun(aLine), ...change }).bytes);

  it('order the same whenever they were written, and not where a line, an account or an amount differs', () => {
    expect(sameAs({ createdAt: '2026-05-09T17:30:00+08:00', requestedExecutionDate: '2026-05-09' })).toBe(true);
    expect(sameAs({ lines: [{ ...aLine, amountFen: fen(87_201) }] })).toBe(false);
    expect(sameAs({ lines: [{ ...aLine, creditorAccount: '6217002870001234568' }] })).toBe(false);
    expect(sameAs({ lines: [{ ...aLine, endToEndId: 'P-000002' }] })).toBe(false);
    expect(sameAs({ lines: [aLine, { ...aLine, endToEndId: 'P-000002' }] })).toBe(false);
    expect(sameAs({ messageId: 'DIBAO-420582-2026-06' })).toBe(false);
  });
});

describe('a payment file for the bank', () => {
  it('is pain.001.001.09 with its control totals, to the byte', () => {
    const run = aRun(aLine, { ...aLine, endToEndId: 'P-000002', amountFen: fen(5), creditorBankName: '当阳农商行' });
    expect(textOf(run)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>',
        '<GrpHdr><MsgId>DIBAO-420582-2026-05</MsgId><CreDtTm>2026-05-06T09:00:00+08:00</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>872.05</CtrlSum><InitgPty><Nm>当阳市民政局</Nm></InitgPty></GrpHdr>',
        '<PmtInf><PmtInfId>DIBAO-420582-2026-05</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg><NbOfTxs>2</NbOfTxs><CtrlSum>872.05</CtrlSum><PmtTpInf><CtgyPurp><Cd>SSBE</Cd></CtgyPurp></PmtTpInf>',
        '<ReqdExctnDt><Dt>2026-05-08</Dt></ReqdExctnDt><Dbtr><Nm>当阳市民政局</Nm></Dbtr><DbtrAcct><Id><Othr><Id>17500001040001234</Id></Othr></Id></DbtrAcct>',
        '<DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>103526000013</MmbId></ClrSysMmbId></FinInstnId></DbtrAgt><ChrgBr>DEBT</ChrgBr>',
        '<CdtTrfTxInf><PmtId><EndToEndId>P-000001</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">872.00</InstdAmt></Amt><Cdtr><Nm>王秀兰</Nm></Cdtr><CdtrAcct><Id><Othr><Id>6217002870001234567</Id></Othr></Id></CdtrAcct><RmtInf><Ustrd>最低生活保障金 2026-05</Ustrd></RmtInf></CdtTrfTxInf>',
        '<CdtTrfTxInf><PmtId><EndToEndId>P-000002</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">0.05</InstdAmt></Amt><CdtrAgt><FinInstnId><Nm>当阳农商行</Nm></FinInstnId></CdtrAgt><Cdtr><Nm>王秀兰</Nm></Cdtr><CdtrAcct><Id><Othr><Id>6217002870001234567</Id></Othr></Id></CdtrAcct><RmtInf><Ustrd>最低生活保障金 2026-05</Ustrd></RmtInf></CdtTrfTxInf>',
        '</PmtInf></CstmrCdtTrfInitn></Document>',
        '',
      ].join('\n'),
    );
  });

  it('is the same bytes for the same run, and says their hash, count and total', () => {
    const file = paymentFile(aRun(aLine));
    expect(file).toEqual(paymentFile(aRun(aLine)));
    expect(file).toMatchObject({ count: 1, totalFen: 87_200, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('carries names with signs that mean something in XML', () => {
    expect(textOf(aRun({ ...aLine, creditorName: `<王> & "兰" '` }))).toContain(
      '<Nm>&lt;王&gt; &amp; &quot;兰&quot; &apos;</Nm>',
    );
  });

  it('is not written without lines, or with an id twice', () => {
    expect(() => paymentFile(aRun())).toThrow('needs a line');
    expect(() => paymentFile(aRun(aLine, aLine))).toThrow('Line P-000001 stands in the run twice');
  });

  it.each([
    ['endToEndId', { endToEndId: 'P 1' }],
    ['endToEndId', { endToEndId: 'x'.repeat(36) }],
    ['amountFen', { amountFen: fen(0) }],
    ['amountFen', { amountFen: fen(-1) }],
    ['creditorName', { creditorName: ' ' }],
    ['creditorName', { creditorName: '王\u0007' }],
    ['creditorName', { creditorName: '\ud842' }],
    ['creditorName', { creditorName: '兰'.repeat(141) }],
    ['creditorAccount', { creditorAccount: '6217 0028' }],
    ['creditorBankName', { creditorBankName: '' }],
    ['remittance', { remittance: 'a\nb' }],
  ])(
    'names the field of a line no bank would take (%s), before it enters a run; and its error quotes nothing',
    (field, change) => {
      const line = { ...aLine, ...change };
      expect(creditTransferProblem(line)).toBe(field);
      expect(() => paymentFile(aRun(line))).toThrow(`Line ${line.endToEndId} cannot be written: ${field}`);
    },
  );

  it('takes names beyond the basic plane, as rare surnames are', () => {
    expect(creditTransferProblem({ ...aLine, creditorName: '𠮷兰'.repeat(70) })).toBeUndefined();
  });

  property.prop([
    fc.array(
      fc.record({
        amount: fc.integer({ min: 1, max: 10_000_000 }),
        name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      }),
      {
        minLength: 1,
        maxLength: 30,
      },
    ),
  ])('is read by a bank as what was ordered, to the fen', (people) => {
    const lines = people
      .map(({ amount, name }, i) => ({ ...aLine, endToEndId: `P-${i}`, amountFen: fen(amount), creditorName: name }))
      .filter((line) => !creditTransferProblem(line));
    fc.pre(lines.length > 0);
    expect(readInitiation(textOf(aRun(...lines)))).toEqual({
      messageId: 'DIBAO-420582-2026-05',
      createdAt: '2026-05-06T09:00:00+08:00',
      lines: lines.map(({ endToEndId, amountFen }) => ({ endToEndId, amountFen, accountNo: '6217002870001234567' })),
    });
  });

  it('is written for 40,000 households', () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => ({ ...aLine, endToEndId: `P-${i}` }));
    expect(paymentFile(aRun(...lines))).toMatchObject({ count: 40_000, totalFen: 40_000 * 87_200 });
  });
});
