import { z } from 'zod';
import { temporaryCauses } from '../../domain/policyTables.ts';
import { applyingAt } from '../../domain/temporary/need.ts';
import { fen, instant } from './fields.ts';

/** What brought a family into difficulty, as it declares it when it applies for temporary assistance. */
export const needSchema = z
  .strictObject({
    cause: z.enum(temporaryCauses).describe('医疗、教育、意外、灾害、其他基本生活支出'),
    at: z.enum(applyingAt).describe('Applied for where the family lives, or where it happened / 居住地或事发地'),
    since: z.iso.date().describe('First day of what was spent / 支出起始日'),
    spentFen: fen.min(1).describe('As proven / 已支出'),
    coveredFen: fen.describe('Of it paid by insurance, assistance, donations, whoever is liable / 已由他方承担'),
  })
  .refine(({ spentFen, coveredFen }) => coveredFen <= spentFen, {
    path: ['coveredFen'],
    error: 'is more than was spent 不得大于已支出',
  })
  .describe('Of temporary assistance: the need / 临时救助的事由和支出');

export const aidLineSchema = z.object({
  at: instant,
  form: z.string(),
  amountFen: fen,
  cause: z.string(),
  paidFrom: z.string(),
  stands: z.enum(['underWay', 'given', 'notGiven']),
  by: z.string(),
});

/** Aid as it stands: what is decided, stage by stage, and what was given. */
export const aidSchema = z
  .object({
    givenFen: fen,
    way: z.string().nullable().describe('How the last decision has aid given / 给付方式'),
    transfer: z.object({ fen, stands: z.enum(['underWay', 'settled', 'rejected', 'recalled']) }).nullable(),
    stagesLeft: z
      .array(z.object({ fen, opens: z.string().describe("'now', 'fact', or a day / 何时开始") }))
      .readonly()
      .describe('Proposed or decided and not given yet, the one under way first / 尚未给付的阶段'),
    given: z.array(aidLineSchema),
  })
  .meta({ id: 'Aid', description: 'Temporary aid of a case / 临时救助' });
