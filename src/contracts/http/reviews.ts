import { z } from 'zod';
import { roles } from '../../domain/case/roles.ts';
import { decisionSchemas } from '../decisions.ts';
import { division, officer, pageQuery } from './fields.ts';

/** Where a family's review stands; each review counts once. */
export const reviewStatuses = ['running', 'begun', 'late'] as const;

export const reviewsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(reviewStatuses).optional().describe('Lists the families as well, due first / 列出案件'),
  township: division.optional().describe('Counts its villages as well / 按村统计'),
  village: division.optional(),
});

const counts = {
  running: z.int().describe('Not begun: its lead time is not reached / 未启动'),
  begun: z.int().describe('Lead time reached, not yet due / 已启动'),
  late: z.int().describe('Past its due date / 已逾期'),
  escalated: z.int().describe('Of the late ones, those the county was called for / 已上报县级'),
  withoutReview: z.int().describe('In benefit, and no review would ever be due: a fault of ours / 无核查期限'),
};

const townshipReviewsSchema = z.object({ township: division, name: z.string(), ...counts });
const villageReviewsSchema = z.object({
  village: division.nullable().describe('Null: families whose village is not on file'),
  name: z.string().nullable(),
  ...counts,
});

const reviewLineSchema = z.object({
  caseId: z.uuid(),
  caseNumber: z.string(),
  township: division,
  village: division.nullable(),
  status: z.enum(reviewStatuses),
  dueOn: z.string().describe('Last day, business date'),
  daysLate: z.int().describe('Days since then; 0 while it is not late'),
  escalated: z.boolean(),
  taskId: z.string().nullable().describe('The open review; null before it has begun'),
  role: z.enum(roles).nullable(),
  claimedBy: officer.nullable(),
});

export const reviewsSchema = z
  .object({
    townships: z.array(townshipReviewsSchema),
    villages: z.array(villageReviewsSchema).describe('Of the township asked for; empty where none was / 按村'),
    items: z.array(reviewLineSchema).describe('Empty where no status was asked for'),
    next: z.string().nullable().describe('Cursor of the next page; null on the last'),
  })
  .meta({ id: 'Reviews', description: 'Reviews of families in benefit, by township / 定期核查督办' });
export type Reviews = z.output<typeof reviewsSchema>;
export type VillageReviews = Reviews['villages'][number];
export type TownshipReviews = Reviews['townships'][number];
export type ReviewLine = Reviews['items'][number];
export type ReviewsWish = z.output<typeof reviewsQuery>;

const [unchanged] = decisionSchemas.periodicReview.options;

export const reviewBatchSchema = z
  .strictObject({
    entries: z
      .array(unchanged.extend({ taskId: z.string().max(160), taskVersion: z.int().positive() }))
      .min(1)
      .max(50),
  })
  .meta({
    id: 'ReviewBatch',
    description: 'Families found unchanged, each with a finding of its own / 批量核查（无变化）',
  });
export type ReviewBatch = z.output<typeof reviewBatchSchema>;

const receipt = z.object({ commandId: z.uuid(), seq: z.int(), at: z.string() });
const refusal = z.object({
  code: z.string(),
  title: z.string(),
  remedy: z.string(),
  errors: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
});

export const reviewBatchAnswerSchema = z
  .object({
    items: z
      .array(
        z.object({
          taskId: z.string(),
          status: z.enum(['done', 'refused', 'pending']),
          receipt: receipt.nullable(),
          refusal: refusal.nullable(),
          commandId: z.uuid().nullable().describe('Of a pending one: ask for it at /v1/commands'),
        }),
      )
      .describe('In the order given'),
  })
  .meta({ id: 'ReviewBatchAnswer', description: 'What became of each / 逐户办理结果' });
export type BatchedReview = z.output<typeof reviewBatchAnswerSchema>['items'][number];
