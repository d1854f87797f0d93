/** What a bank reports of a file: of all of it (`refusedFor`) or line by line. */
export interface ReportToWrite {
  readonly reportId: string;
  readonly createdAt: string;
  readonly messageId: string;
  readonly refusedFor?: string;
  readonly lines: readonly {
    readonly endToEndId: string;
    readonly amountFen: number;
    readonly result: 'credited' | 'returned';
    readonly reasonCode?: string;
  }[];
}

/** pain.002.001.10. `sumOff`: fen by which the totals are to be wrong. */
export function writeStatusReport(
  { reportId, createdAt, messageId, refusedFor, lines }: ReportToWrite,
  sumOff = 0,
): string {
  const status = refusedFor || lines.every(({ result }) => result === 'returned') ? 'RJCT' : groupStatusOf(lines);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>',
    `<GrpHdr><MsgId>${reportId}</MsgId><CreDtTm>${createdAt}</CreDtTm></GrpHdr>`,
    `<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>`,
    `<GrpSts>${status}</GrpSts>${refusedFor ? reason(refusedFor) : ''}${totals(lines, sumOff)}</OrgnlGrpInfAndSts>`,
    ...(lines.length > 0
      ? [`<OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>`, ...lines.map(line), '</OrgnlPmtInfAndSts>']
      : []),
    '</CstmrPmtStsRpt></Document>\n',
  ].join('\n');
}

/** The same report in the encoding Chinese banks' older systems use, with Chinese in it. */
export function inGbk(report: string): Uint8Array {
  const accountClosed = Buffer.from('d5cbbba7d2d1cffabba7', 'hex'); // 账户已销户
  const [head = '', tail = ''] = report.replace('encoding="UTF-8"', 'encoding="GBK"').split('</GrpSts>');
  const [open, close] = ['</GrpSts><StsRsnInf><AddtlInf>', '</AddtlInf></StsRsnInf>'];
  return Buffer.concat([Buffer.from(head + open, 'latin1'), accountClosed, Buffer.from(close + tail, 'latin1')]);
}

function groupStatusOf(lines: ReportToWrite['lines']): 'ACSC' | 'PART' {
  return lines.every(({ result }) => result === 'credited') ? 'ACSC' : 'PART';
}

function totals(lines: ReportToWrite['lines'], sumOff: number): string {
  return (['credited', 'returned'] as const)
    .map((result) => ({ result, of: lines.filter((each) => each.result === result) }))
    .filter(({ of }) => of.length > 0)
    .map(({ result, of }) => {
      const sum = of.reduce((all, { amountFen }) => all + amountFen, sumOff);
      return `<NbOfTxsPerSts><DtldNbOfTxs>${of.length}</DtldNbOfTxs><DtldSts>${statusOf(result)}</DtldSts><DtldCtrlSum>${yuan(sum)}</DtldCtrlSum></NbOfTxsPerSts>`;
    })
    .join('');
}

function line({ endToEndId, amountFen, result, reasonCode }: ReportToWrite['lines'][number]): string {
  return (
    `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><TxSts>${statusOf(result)}</TxSts>${reasonCode ? reason(reasonCode) : ''}` +
    `<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${yuan(amountFen)}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`
  );
}

function reason(code: string): string {
  return `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`;
}

function statusOf(result: 'credited' | 'returned'): 'ACSC' | 'RJCT' {
  return result === 'credited' ? 'ACSC' : 'RJCT';
}

function yuan(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
