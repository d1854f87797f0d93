import { z } from 'zod';
import { type PaymentStatus, paymentStatuses } from '../../contracts/returnReasons.ts';
import { addFen, type Fen, parseYuan, zeroFen } from '../../domain/money.ts';
import { type Outcome, ok, refuse } from '../../domain/outcome.ts';
import { type StatusReportRefusal, statusReportRefusal } from './statusReportRefusal.ts';
import { parseXml, type XmlDocument } from './xml.ts';

/** What the bank says of one payment. The bank's free text is not taken: it may name the family. */
export interface StatusLine {
  readonly endToEndId: string;
  readonly status: PaymentStatus;
  /** ISO external status reason code, or the bank's own; see returnReasonOf. */
  readonly reasonCode?: string;
  readonly amountFen?: Fen;
}

/** A status report (付款状态报告) as read. It may speak of some lines only; several reports then make the whole. */
export interface StatusReport {
  readonly reportId: string;
  readonly originalMessageId: string;
  /** Of the whole file, where the bank says it: RJCT with no lines means that nothing was executed. */
  readonly group?: { readonly status: GroupStatus; readonly reasonCode?: string };
  /** The run's control totals as the bank read them; the caller compares them with its own. */
  readonly original: { readonly count?: number; readonly totalFen?: Fen };
  readonly lines: readonly StatusLine[];
}

const groupStatuses = [...paymentStatuses, 'PART'] as const;
export type GroupStatus = (typeof groupStatuses)[number];

/**
 * Reads a pain.002.001.10. The whole file or nothing: what it cannot read with certainty it refuses, saying what is
 * wrong and what to do. The report's own totals per status are checked against its lines.
 */
export function readStatusReport(
  bytes: Uint8Array,
  { maxBytes = 64 * 1024 * 1024, maxLines = 100_000 } = {},
): Outcome<StatusReport, StatusReportRefusal> {
  if (bytes.byteLength > maxBytes) return refuse(statusReportRefusal('tooLarge'));
  const xml = parseXml(bytes, repeatable);
  if (!xml.ok) return refuse(statusReportRefusal(xml.refusal));
  if (!isStatusReport(xml.value)) return refuse(statusReportRefusal('wrongMessageType'));
  const parsed = schema.safeParse(xml.value.tree);
  if (!parsed.success) return refuse(statusReportRefusal('fieldInvalid', parsed.error.issues[0]?.path.join('/')));
  const message = parsed.data.Document.CstmrPmtStsRpt;
  const report = reportOf(message);
  if (report.lines.length > maxLines) return refuse(statusReportRefusal('tooManyLines'));
  const contradiction = contradictionIn(report.lines, message);
  return contradiction ? refuse(contradiction) : ok(report);
}

const repeatable = new Set(['OrgnlPmtInfAndSts', 'TxInfAndSts', 'StsRsnInf', 'NbOfTxsPerSts']);
const max35 = z.string().regex(/^[^\s&<>]{1,35}$/);
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const sum = z.string().transform((text, context): Fen => {
  const amount = parseYuan(text);
  if (amount.ok && amount.value >= 0) return amount.value;
  context.addIssue('not an amount');
  return z.NEVER;
});
const reason = z.union([z.object({ Cd: z.string().regex(/^[A-Z0-9]{1,4}$/) }), z.object({ Prtry: max35 })]);
const reasons = z.array(z.object({ Rsn: reason.optional() })).optional();
const totals = z
  .array(z.object({ DtldNbOfTxs: count, DtldSts: z.enum(paymentStatuses), DtldCtrlSum: sum.optional() }))
  .optional();

const transaction = z.object({
  OrgnlEndToEndId: max35,
  TxSts: z.enum(paymentStatuses),
  StsRsnInf: reasons,
  OrgnlTxRef: z
    .object({ Amt: z.object({ InstdAmt: z.object({ '@Ccy': z.literal('CNY'), '#text': sum }) }).optional() })
    .optional(),
});

const schema = z.object({
  Document: z.object({
    CstmrPmtStsRpt: z.object({
      GrpHdr: z.object({ MsgId: max35 }),
      OrgnlGrpInfAndSts: z.object({
        OrgnlMsgId: max35,
        OrgnlMsgNmId: z.string().startsWith('pain.001'),
        OrgnlNbOfTxs: count.optional(),
        OrgnlCtrlSum: sum.optional(),
        GrpSts: z.enum(groupStatuses).optional(),
        StsRsnInf: reasons,
        NbOfTxsPerSts: totals,
      }),
      OrgnlPmtInfAndSts: z
        .array(z.object({ NbOfTxsPerSts: totals, TxInfAndSts: z.array(transaction).default([]) }))
        .default([]),
    }),
  }),
});
type Message = z.infer<typeof schema>['Document']['CstmrPmtStsRpt'];

function isStatusReport({ text, tree }: XmlDocument): boolean {
  const root = /<(?:[\w.-]+:)?Document\b[^>]*>/.exec(text.slice(0, 4000))?.[0] ?? '';
  const { Document: document } = tree;
  return (
    /xmlns(?::[\w.-]+)?\s*=\s*["']urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.10["']/.test(root) &&
    typeof document === 'object' &&
    document !== null &&
    Object.hasOwn(document, 'CstmrPmtStsRpt')
  );
}

function reportOf({ GrpHdr, OrgnlGrpInfAndSts: group, OrgnlPmtInfAndSts }: Message): StatusReport {
  return {
    reportId: GrpHdr.MsgId,
    originalMessageId: group.OrgnlMsgId,
    ...(group.GrpSts === undefined ? {} : { group: { status: group.GrpSts, ...reasonIn(group.StsRsnInf) } }),
    original: {
      ...(group.OrgnlNbOfTxs === undefined ? {} : { count: group.OrgnlNbOfTxs }),
      ...(group.OrgnlCtrlSum === undefined ? {} : { totalFen: group.OrgnlCtrlSum }),
    },
    lines: OrgnlPmtInfAndSts.flatMap(({ TxInfAndSts }) => TxInfAndSts).map((line) => {
      const amountFen = line.OrgnlTxRef?.Amt?.InstdAmt['#text'];
      return {
        endToEndId: line.OrgnlEndToEndId,
        status: line.TxSts,
        ...reasonIn(line.StsRsnInf),
        ...(amountFen === undefined ? {} : { amountFen }),
      };
    }),
  };
}

function reasonIn(all: z.infer<typeof reasons>): { readonly reasonCode?: string } {
  const first = all?.[0]?.Rsn;
  if (!first) return {};
  return { reasonCode: 'Cd' in first ? first.Cd : first.Prtry };
}

/** Where a report says two things about the same. */
function contradictionIn(lines: readonly StatusLine[], message: Message): StatusReportRefusal | undefined {
  if (new Set(lines.map(({ endToEndId }) => endToEndId)).size !== lines.length) return statusReportRefusal('lineTwice');
  const found = new Map<PaymentStatus, { count: number; sum: Fen; complete: boolean }>();
  for (const { status, amountFen } of lines) {
    const before = found.get(status) ?? { count: 0, sum: zeroFen, complete: true };
    const complete = before.complete && amountFen !== undefined;
    found.set(status, { count: before.count + 1, sum: addFen(before.sum, amountFen ?? zeroFen), complete });
  }
  const ofPayments = message.OrgnlPmtInfAndSts.length === 1 ? (message.OrgnlPmtInfAndSts[0]?.NbOfTxsPerSts ?? []) : [];
  for (const said of [...(message.OrgnlGrpInfAndSts.NbOfTxsPerSts ?? []), ...ofPayments]) {
    const seen = found.get(said.DtldSts) ?? { count: 0, sum: zeroFen, complete: true };
    if (said.DtldNbOfTxs !== seen.count) return statusReportRefusal('countDiffers', `DtldNbOfTxs ${said.DtldSts}`);
    // A line need not repeat its amount; then only the ledger can check the sum.
    const comparable = seen.complete && said.DtldCtrlSum !== undefined;
    if (comparable && said.DtldCtrlSum !== seen.sum)
      return statusReportRefusal('sumDiffers', `DtldCtrlSum ${said.DtldSts}`);
  }
  return undefined;
}
