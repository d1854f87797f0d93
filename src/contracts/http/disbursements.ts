import { z } from 'zod';
import { type QuarantineReason, quarantineReasons } from '../paymentReasons.ts';
import { division, fen, instant, officer, pageQuery } from './fields.ts';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const total = z.object({ lines: z.int(), fen });

export const disbursementParams = z.strictObject({
  disbursementId: z
    .string()
    .regex(/^\d{6}0{6}:\d{4}-(0[1-9]|1[0-2])$/)
    .describe('<county>:<YYYY-MM> / 发放批次'),
});

export const openDisbursementSchema = z
  .strictObject({ county: division, period: month.describe('The month to pay, e.g. 2026-11 / 发放月份') })
  .meta({ id: 'OpenDisbursement', examples: [{ county: '420582000000', period: '2026-11' }] });

export const signatureSchema = z
  .strictObject({ totalFen: fen.describe('The total you saw: what the bank will be told to pay / 本人核对的合计金额') })
  .meta({ id: 'Signature', examples: [{ totalFen: 17_260_000 }] });

export const runSchema = z
  .object({
    disbursementId: z.string(),
    county: division,
    period: month,
    state: z.enum(['open', 'prepared', 'signed', 'filed', 'handedOver', 'closed']),
    planned: total.describe('All lines of the run / 应发'),
    held: total.describe('Held back, with a reason / 暂缓'),
    toPay: total.describe('What is signed for and ordered / 实发'),
    paid: total,
    returned: total,
    openedBy: z.string(),
    openedAt: instant,
    preparedAt: instant.nullable(),
    handedOverAt: instant.nullable(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'Disbursement' });
export type RunLine = z.output<typeof runSchema>;

export const runDetailSchema = runSchema
  .extend({
    control: z
      .object({
        households: z.int(),
        arrearsLines: z.int(),
        arrearsFen: fen,
        before: z.object({ runId: z.string(), households: z.int(), toPayFen: fen }).optional(),
        differencePercent: z.number().optional(),
        heldByReason: z.record(z.string(), z.int()),
        overpaid: z.object({ households: z.int(), fen }),
      })
      .nullable()
      .describe('This run beside the one before; null until prepared / 控制数'),
    signatures: z.array(z.object({ nth: z.int(), officer, totalFen: fen, at: instant })),
    files: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        direction: z.enum(['out', 'in']),
        sha256: z.string(),
        sizeBytes: z.int(),
        storedAt: instant,
      }),
    ),
    quarantined: z
      .array(
        z.object({
          endToEndId: z.string().nullable(),
          reason: z.enum(Object.keys(quarantineReasons) as [QuarantineReason, ...QuarantineReason[]]),
          title: z.string().describe('The reason in words / 原因'),
          said: z.record(z.string(), z.unknown()),
          file: z.string(),
          at: instant,
        }),
      )
      .describe('What the bank said and cannot be posted, newest first, at most 200 / 待核实回执'),
  })
  .meta({ id: 'DisbursementDetail' });
export type RunDetail = z.output<typeof runDetailSchema>;

export const lineSchema = z
  .object({
    endToEndId: z.string(),
    caseId: z.uuid(),
    caseNumber: z.string(),
    township: division,
    component: z.enum(['base', 'topup']),
    month: month.describe('The month it is for'),
    part: z.int().describe('1: the payment of the month; 2 and on: differences after a raise'),
    amountFen: fen,
    status: z.enum(['planned', 'held', 'ordered', 'paid', 'returned']),
    reason: z.string().nullable().describe('Why held, or the bank’s reason code'),
    reasonTitle: z.string().nullable().describe('The reason in words / 暂缓或退汇原因'),
    settledAt: instant.nullable(),
  })
  .meta({ id: 'PaymentLine' });
export type PaymentLine = z.output<typeof lineSchema>;

export const linesQuery = z.strictObject({
  ...pageQuery,
  status: lineSchema.shape.status.optional().describe('`held` gives the hold list / 状态'),
});
export const runsQuery = z.strictObject(pageQuery);
