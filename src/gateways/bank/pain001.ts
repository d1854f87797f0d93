import { createHash } from 'node:crypto';
import { addFen, type Fen, formatYuan } from '../../domain/money.ts';

/** One household's payment. `endToEndId` comes back in the status report: the line's own id, nothing personal in it. */
export interface CreditTransfer {
  readonly endToEndId: string;
  readonly amountFen: Fen;
  readonly creditorName: string;
  readonly creditorAccount: string;
  readonly creditorBankName?: string;
  /** What the family reads in its passbook (附言), e.g. '最低生活保障金 2026-05'. */
  readonly remittance: string;
}

/** A run as the bank is to see it. `createdAt`: ISO instant; `requestedExecutionDate`: 'YYYY-MM-DD'. */
export interface CreditTransferRun {
  readonly messageId: string;
  readonly createdAt: string;
  readonly debtor: { readonly name: string; readonly accountNo: string; readonly bankCode: string };
  readonly requestedExecutionDate: string;
  readonly lines: readonly CreditTransfer[];
}

/** The file and what it promises: the bytes, their hash, and the control totals that stand in it. */
export interface PaymentFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly count: number;
  readonly totalFen: Fen;
}

/** Which field of a line no bank would take; such a line is held, it must not stop the run. */
export type CreditTransferProblem =
  | 'endToEndId'
  | 'amountFen'
  | 'creditorName'
  | 'creditorAccount'
  | 'creditorBankName'
  | 'remittance';

/** What is wrong with a line, or undefined. Ask before a line enters a run: paymentFile throws where this finds something. */
export function creditTransferProblem(line: CreditTransfer): CreditTransferProblem | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,34}$/.test(line.endToEndId)) return 'endToEndId';
  if (!Number.isSafeInteger(line.amountFen) || line.amountFen <= 0) return 'amountFen';
  if (!fits(line.creditorName, 140)) return 'creditorName';
  if (!/^[A-Za-z0-9-]{1,34}$/.test(line.creditorAccount)) return 'creditorAccount';
  if (line.creditorBankName !== undefined && !fits(line.creditorBankName, 140)) return 'creditorBankName';
  return fits(line.remittance, 140) ? undefined : 'remittance';
}

/**
 * A run as ISO 20022 customer credit transfer initiation, pain.001.001.09: the same run gives the same bytes. Throws
 * RangeError for a run that cannot be written (no lines, an id twice, a line with a problem); the message names the
 * line's id, never what stands in it.
 */
export function paymentFile(run: CreditTransferRun): PaymentFile {
  if (run.lines.length === 0) throw new RangeError('A payment file needs a line');
  const seen = new Set<string>();
  for (const line of run.lines) {
    const problem = creditTransferProblem(line);
    if (problem) throw new RangeError(`Line ${line.endToEndId} cannot be written: ${problem}`);
    if (seen.has(line.endToEndId)) throw new RangeError(`Line ${line.endToEndId} stands in the run twice`);
    seen.add(line.endToEndId);
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,34}$/.test(run.messageId)) throw new RangeError('messageId is no Max35Text');
  const totalFen = addFen(...chunked(run.lines));
  const bytes = Buffer.from([...elements(run, totalFen)].join('\n'), 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, sha256, count: run.lines.length, totalFen };
}

/** Sums of parts: spreading 40,000 amounts into one call would lean on the stack. */
function* chunked(lines: readonly CreditTransfer[]): Iterable<Fen> {
  for (let at = 0; at < lines.length; at += 1000) {
    yield addFen(...lines.slice(at, at + 1000).map(({ amountFen }) => amountFen));
  }
}

/** Whether two payment files order the same of the bank, whenever they were written. */
export function orderTheSame(a: Uint8Array, b: Uint8Array): boolean {
  const orders = (file: Uint8Array) =>
    Buffer.from(file)
      .toString('utf8')
      .replace(/<CreDtTm>[^<]*<\/CreDtTm>/, '')
      .replace(/<ReqdExctnDt><Dt>[^<]*<\/Dt><\/ReqdExctnDt>/, '');
  return orders(a) === orders(b);
}

function* elements(run: CreditTransferRun, totalFen: Fen): Iterable<string> {
  const { debtor } = run;
  const totals = `<NbOfTxs>${run.lines.length}</NbOfTxs><CtrlSum>${formatYuan(totalFen)}</CtrlSum>`;
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>';
  yield `<GrpHdr><MsgId>${run.messageId}</MsgId><CreDtTm>${xml(run.createdAt)}</CreDtTm>${totals}<InitgPty><Nm>${xml(debtor.name)}</Nm></InitgPty></GrpHdr>`;
  // SSBE: social security benefit. DEBT: all charges are the payer's, as fees on these accounts are forbidden (FUND-171 art. 12).
  yield `<PmtInf><PmtInfId>${run.messageId}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>${totals}<PmtTpInf><CtgyPurp><Cd>SSBE</Cd></CtgyPurp></PmtTpInf>`;
  yield `<ReqdExctnDt><Dt>${xml(run.requestedExecutionDate)}</Dt></ReqdExctnDt><Dbtr><Nm>${xml(debtor.name)}</Nm></Dbtr><DbtrAcct>${account(debtor.accountNo)}</DbtrAcct>`;
  yield `<DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>${xml(debtor.bankCode)}</MmbId></ClrSysMmbId></FinInstnId></DbtrAgt><ChrgBr>DEBT</ChrgBr>`;
  for (const line of run.lines) yield transfer(line);
  yield '</PmtInf></CstmrCdtTrfInitn></Document>\n';
}

function transfer({
  endToEndId,
  amountFen,
  creditorName,
  creditorAccount,
  creditorBankName,
  remittance,
}: CreditTransfer): string {
  const bank = creditorBankName ? `<CdtrAgt><FinInstnId><Nm>${xml(creditorBankName)}</Nm></FinInstnId></CdtrAgt>` : '';
  return (
    `<CdtTrfTxInf><PmtId><EndToEndId>${endToEndId}</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">${formatYuan(amountFen)}</InstdAmt></Amt>${bank}` +
    `<Cdtr><Nm>${xml(creditorName)}</Nm></Cdtr><CdtrAcct>${account(creditorAccount)}</CdtrAcct><RmtInf><Ustrd>${xml(remittance)}</Ustrd></RmtInf></CdtTrfTxInf>`
  );
}

function account(number: string): string {
  return `<Id><Othr><Id>${xml(number)}</Id></Othr></Id>`;
}

/** What ISO calls MaxNText, in characters XML 1.0 can carry at all (§2.2): no controls, no lone surrogates. */
function fits(text: string, max: number): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  const unwritable = /[\u0000-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/u;
  return text.trim() !== '' && [...text].length <= max && !unwritable.test(text);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function xml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
