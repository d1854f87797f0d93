import { z } from 'zod';
import { division, fen, instant, words } from './fields.ts';

const reason = words.min(2).max(2000);
const amountFen = fen.min(1);
const year = z.coerce.number().int().min(2020).max(2100);

export const fundsQuery = z.strictObject({ year: year.optional() });
export const fundParams = z.strictObject({ township: division, year });

export const openFundSchema = z
  .strictObject({
    township: division,
    year: z.int().min(2020).max(2100),
    amountFen: amountFen.optional().describe('Left out: as policy says (emergency.standbyFund) / 开立金额'),
    reason: reason.optional(),
  })
  .refine(({ amountFen, reason }) => amountFen === undefined || reason !== undefined, {
    path: ['reason'],
    error: 'say why it is another amount than policy’s 与政策金额不同的须说明理由',
  })
  .meta({ id: 'OpenStandbyFund', example: { township: '420582001000', year: 2026 } });

export const fundPostingSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('topUp'), amountFen, reason }).describe('补充'),
    z
      .strictObject({
        kind: z.literal('settlement'),
        totalFen: amountFen.describe('What is unsettled, as you see it / 未结金额'),
      })
      .describe('The county makes up for what was spent / 结算'),
    z.strictObject({ kind: z.literal('carriedBack'), amountFen, reason }).describe('年终上缴'),
    z.strictObject({ kind: z.literal('overdraft'), ceilingFen: fen, reason }).describe('准予透支，由县级负责人办理'),
  ])
  .meta({ id: 'StandbyFundPosting', example: { kind: 'topUp', amountFen: 2_000_000, reason: '汛期补充' } });

export const fundSchema = z
  .object({
    township: division,
    year: z.int(),
    name: z.string(),
    paidInFen: z.int().describe('By the county, in all / 累计拨入'),
    spentFen: z.int().describe('Given, less what came back / 已支出'),
    heldFen: z.int().describe('Set aside for decisions not recorded yet / 在途'),
    availableFen: z.int().describe('Below zero only within the overdraft / 可用余额'),
    overdraftFen: z.int(),
    unsettledFen: z.int().describe('Spent, and not made up for yet / 未结'),
  })
  .meta({ id: 'StandbyFund', description: 'A township’s money for first aid / 临时救助备用金' });

export const fundWithPostingsSchema = fundSchema.extend({
  postings: z
    .array(
      z.object({
        kind: z.string(),
        at: instant,
        by: z.string(),
        caseId: z.string().nullable(),
        reason: z.string().nullable(),
        amountFen: z.int(),
      }),
    )
    .describe('The last 200, the last first / 明细'),
});
