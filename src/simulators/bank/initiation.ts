import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** A payment file as the bank understands it: read with nothing of the sender's code. */
export interface Initiation {
  readonly messageId: string;
  readonly createdAt: string;
  readonly lines: readonly { readonly endToEndId: string; readonly accountNo: string; readonly amountFen: number }[];
  /** Why the bank executes none of it. */
  readonly refusedFor?: 'FF01' | 'AM10' | 'AM18' | 'AM11';
}

const totals = { NbOfTxs: z.string().regex(/^\d+$/), CtrlSum: z.string() };
const line = z.object({
  PmtId: z.object({ EndToEndId: z.string().min(1).max(35) }),
  Amt: z.object({ InstdAmt: z.object({ '@_Ccy': z.string(), '#text': z.string().regex(/^\d+\.\d{2}$/) }) }),
  CdtrAcct: z.object({ Id: z.object({ Othr: z.object({ Id: z.string().min(1).max(34) }) }) }),
});
const schema = z.object({
  Document: z.object({
    '@_xmlns': z.literal('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'),
    CstmrCdtTrfInitn: z.object({
      GrpHdr: z.object({ MsgId: z.string().min(1).max(35), CreDtTm: z.iso.datetime({ offset: true }), ...totals }),
      PmtInf: z.array(z.object({ ...totals, CdtTrfTxInf: z.array(line) })),
    }),
  }),
});

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'PmtInf' || name === 'CdtTrfTxInf',
});

/** Reads pain.001.001.09 and checks its control totals, as a bank does before it moves any money. */
export function readInitiation(xml: string): Initiation {
  const parsed = XMLValidator.validate(xml) === true ? schema.safeParse(parser.parse(xml)).data : undefined;
  if (!parsed) return { messageId: 'NOTPROVIDED', createdAt: '1970-01-01T00:00:00Z', lines: [], refusedFor: 'FF01' };
  const { GrpHdr, PmtInf } = parsed.Document.CstmrCdtTrfInitn;
  const transfers = PmtInf.flatMap(({ CdtTrfTxInf }) => CdtTrfTxInf);
  const lines = transfers.map(({ PmtId, Amt, CdtrAcct }) => ({
    endToEndId: PmtId.EndToEndId,
    accountNo: CdtrAcct.Id.Othr.Id,
    amountFen: fenOf(Amt.InstdAmt['#text']),
  }));
  const refusedFor = transfers.some(({ Amt }) => Amt.InstdAmt['@_Ccy'] !== 'CNY')
    ? 'AM11'
    : Number(GrpHdr.NbOfTxs) !== lines.length
      ? 'AM18'
      : fenOf(GrpHdr.CtrlSum) !== lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
        ? 'AM10'
        : undefined;
  return { messageId: GrpHdr.MsgId, createdAt: GrpHdr.CreDtTm, lines, ...(refusedFor ? { refusedFor } : {}) };
}

function fenOf(text: string): number {
  return /^\d+\.\d{2}$/.test(text) ? Number(text.replace('.', '')) : Number.NaN;
}
