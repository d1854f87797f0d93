import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnReasonOf, returnReasons, settlementOf } from '../../src/contracts/returnReasons.ts';
import { readStatusReport } from '../../src/gateways/bank/pain002.ts';
import { inGbk, type ReportToWrite, writeStatusReport } from '../../src/simulators/bank/statusReport.ts';

const aReport: ReportToWrite = {
  reportId: 'BR-1',
  createdAt: '2026-05-08T10:00:00+08:00',
  messageId: 'DIBAO-420582-2026-05',
  lines: [
    { endToEndId: 'P-1', amountFen: 87_200, result: 'credited' },
    { endToEndId: 'P-2', amountFen: 75_000, result: 'credited' },
    { endToEndId: 'P-3', amountFen: 2, result: 'returned', reasonCode: 'AC04' },
  ],
};
const text = writeStatusReport(aReport);
const read = (content: string | Uint8Array, limits = {}) =>
  readStatusReport(typeof content === 'string' ? Buffer.from(content, 'utf8') : content, limits);
const refusalOf = (content: string | Uint8Array, limits = {}) => {
  const answer = read(content, limits);
  return answer.ok ? 'read' : `${answer.refusal.code}${answer.refusal.at ? ` ${answer.refusal.at}` : ''}`;
};

describe('a status report of the bank', () => {
  it('is read line by line', () => {
    expect(read(text)).toEqual({
      ok: true,
      value: {
        reportId: 'BR-1',
        originalMessageId: 'DIBAO-420582-2026-05',
        group: { status: 'PART' },
        original: {},
        lines: [
          { endToEndId: 'P-1', status: 'ACSC', amountFen: 87_200 },
          { endToEndId: 'P-2', status: 'ACSC', amountFen: 75_000 },
          { endToEndId: 'P-3', status: 'RJCT', reasonCode: 'AC04', amountFen: 2 },
        ],
      },
    });
  });

  it('is read with a namespace prefix, a byte order mark, original totals, a reason of the bank itself and no amounts', () => {
    const prefixed = `\ufeff<p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><p:CstmrPmtStsRpt>
      <p:GrpHdr><p:MsgId>BR-2</p:MsgId></p:GrpHdr>
      <p:OrgnlGrpInfAndSts><p:OrgnlMsgId>M-1</p:OrgnlMsgId><p:OrgnlMsgNmId>pain.001.001.09</p:OrgnlMsgNmId>
        <p:OrgnlNbOfTxs>1</p:OrgnlNbOfTxs><p:OrgnlCtrlSum>872.00</p:OrgnlCtrlSum></p:OrgnlGrpInfAndSts>
      <p:OrgnlPmtInfAndSts><p:OrgnlPmtInfId>M-1</p:OrgnlPmtInfId>
        <p:NbOfTxsPerSts><p:DtldNbOfTxs>1</p:DtldNbOfTxs><p:DtldSts>RJCT</p:DtldSts><p:DtldCtrlSum>872.00</p:DtldCtrlSum></p:NbOfTxsPerSts>
        <p:TxInfAndSts><p:OrgnlEndToEndId>P-1</p:OrgnlEndToEndId><p:TxSts>RJCT</p:TxSts>
          <p:StsRsnInf><p:Rsn><p:Prtry>ZH-77</p:Prtry></p:Rsn><p:AddtlInf>王秀兰 账户已销户</p:AddtlInf></p:StsRsnInf></p:TxInfAndSts>
      </p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt></p:Document>`;
    expect(read(prefixed)).toEqual({
      ok: true,
      value: {
        reportId: 'BR-2',
        originalMessageId: 'M-1',
        original: { count: 1, totalFen: 87_200 },
        lines: [{ endToEndId: 'P-1', status: 'RJCT', reasonCode: 'ZH-77' }],
      },
    });
  });

  it('may refuse a whole file', () => {
    expect(read(writeStatusReport({ ...aReport, lines: [], refusedFor: 'AM10' }))).toMatchObject({
      ok: true,
      value: { group: { status: 'RJCT', reasonCode: 'AM10' }, lines: [] },
    });
  });
});

describe('a status report that is not taken says why and what to do', () => {
  const [half] = [text.slice(0, text.length / 2)];
  it.each<[string, string, string | Uint8Array]>([
    ['GBK', 'notUtf8', inGbk(text)],
    ['GBK by its own word', 'notUtf8', text.replace('UTF-8', 'GBK')],
    ['UTF-16', 'notUtf8', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['half written', 'notWellFormed', half],
    ['empty', 'notWellFormed', ''],
    ['two documents', 'notWellFormed', text + text.split('\n').slice(1).join('\n')],
    [
      'a DOCTYPE',
      'doctypeRefused',
      text.replace('<Document', '<!DOCTYPE Document SYSTEM "file:///etc/passwd"><Document'),
    ],
    ['an entity bomb', 'doctypeRefused', `<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>${text}`],
    ['another message', 'wrongMessageType', text.replaceAll('pain.002.001.10', 'pain.002.001.03')],
    ['a payment file', 'wrongMessageType', text.replaceAll('CstmrPmtStsRpt', 'CstmrCdtTrfInitn')],
    ['a line twice', 'lineTwice', text.replace('P-2', 'P-1')],
    ['a count that differs', 'countDiffers DtldNbOfTxs ACSC', text.replace('<DtldNbOfTxs>2', '<DtldNbOfTxs>3')],
    ['a sum a fen off', 'sumDiffers DtldCtrlSum ACSC', writeStatusReport(aReport, 1)],
    [
      'an unknown status',
      'fieldInvalid Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts/0/TxInfAndSts/2/TxSts',
      text.replace('<TxSts>RJCT', '<TxSts>NOPE'),
    ],
    ['no report id', 'fieldInvalid Document/CstmrPmtStsRpt/GrpHdr/MsgId', text.replace('<MsgId>BR-1</MsgId>', '')],
    [
      'another currency',
      'fieldInvalid Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts/0/TxInfAndSts/0/OrgnlTxRef/Amt/InstdAmt/@Ccy',
      text.replace('Ccy="CNY"', 'Ccy="USD"'),
    ],
    [
      'an amount with three decimals',
      'fieldInvalid Document/CstmrPmtStsRpt/OrgnlPmtInfAndSts/0/TxInfAndSts/0/OrgnlTxRef/Amt/InstdAmt/#text',
      text.replace('>872.00<', '>872.005<'),
    ],
  ])('%s: %s', (_, refusal, content) => {
    expect(refusalOf(content)).toBe(refusal);
    const answer = read(content);
    expect(answer).toMatchObject({ refusal: { cause: { zh: /./, en: /./ }, remedy: { zh: /./, en: /./ } } });
  });

  it('larger than the limit, in bytes or lines', () => {
    expect(refusalOf(text, { maxBytes: 100 })).toBe('tooLarge');
    expect(refusalOf(text, { maxLines: 2 })).toBe('tooManyLines');
  });

  it('never quotes what stands in the file', () => {
    const answer = read(text.replace('<TxSts>RJCT', '<TxSts>王秀兰'));
    expect(JSON.stringify(answer)).not.toContain('王秀兰');
  });

  it('deep, wide and odd files are answered quickly', () => {
    const deep = `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`;
    const proto = text.replace('<GrpHdr>', '<__proto__><x>1</x></__proto__><GrpHdr>');
    expect(refusalOf(deep)).toMatch(/notWellFormed|wrongMessageType/);
    expect(refusalOf(proto)).toMatch(/read|notWellFormed/);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  property.prop([fc.uint8Array({ maxLength: 300 })])('any bytes at all', (bytes) => {
    expect(read(bytes).ok).toBe(false);
  });

  property.prop([fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 20 })], { numRuns: 500 })(
    'any piece cut out of it and replaced: refused or read, never thrown',
    (at, length, instead) => {
      const answer = read(text.slice(0, at) + instead + text.slice(at + length));
      expect(typeof answer.ok).toBe('boolean');
    },
  );
});

it('a report of 40,000 lines is read', () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => ({
    endToEndId: `P-${i}`,
    amountFen: 87_200,
    result: 'credited' as const,
  }));
  const answer = read(writeStatusReport({ ...aReport, lines }));
  expect(answer.ok && answer.value.lines.length).toBe(40_000);
});

describe('return reasons', () => {
  it('are in the words of the township, and an unknown code leads to the bank', () => {
    expect(returnReasonOf('AC04')).toEqual({ zh: '账户已销户', en: 'Account closed', remedy: 'correctAccount' });
    expect(returnReasonOf('ZH-77')).toEqual({
      zh: '银行退回代码 ZH-77',
      en: 'Bank return code ZH-77',
      remedy: 'askBank',
    });
    expect(returnReasonOf('constructor').remedy).toBe('askBank');
    expect(returnReasonOf(undefined)).toBe(returnReasons.MS03);
  });
  it('only a settled line is paid, only a rejected or cancelled one returned', () => {
    expect((['ACSC', 'ACCC', 'RJCT', 'CANC', 'ACSP', 'BLCK'] as const).map(settlementOf)).toEqual([
      'paid',
      'paid',
      'returned',
      'returned',
      'pending',
      'pending',
    ]);
  });
});
