import { z } from 'zod';
import { division, fen, instant, pageQuery } from './fields.ts';

export const handoversQuery = z.strictObject({ ...pageQuery });
export const handoverParams = z.strictObject({ handoverId: z.string().max(160) });

export const handoverLineSchema = z
  .object({
    handoverId: z.string(),
    caseNumber: z.string(),
    from: division,
    to: division,
    issuedAt: instant,
  })
  .meta({ id: 'HandoverLine', description: 'A family in benefit moved to another county / 转移接收' });
export type HandoverLine = z.output<typeof handoverLineSchema>;

export const handoverSchema = handoverLineSchema
  .extend({
    contentHash: z.string().describe('Keyed hash, as the journal of the old file quotes it'),
    movedOn: z.string(),
    area: z.enum(['urban', 'rural']),
    members: z.array(
      z.object({
        memberNo: z.int(),
        name: z.string(),
        idNumber: z.string().describe('Masked, 6 and 4'),
        relation: z.string(),
        situations: z.array(z.string()),
        disability: z.object({ kind: z.string(), grade: z.int() }).optional(),
      }),
    ),
    benefit: z.array(
      z.object({
        monthFrom: z.string(),
        monthTo: z.string().optional(),
        components: z.array(z.object({ component: z.string(), fenPerMonth: fen })),
      }),
    ),
    endsFrom: z.string().describe('The first month that is not paid any more'),
    paidUntil: z.string().optional().describe('The last month paid'),
    reviewClass: z.enum(['A', 'B', 'C']).optional(),
    journal: z
      .object({ seq: z.int(), hash: z.string() })
      .describe('Where the old file’s chain stood: an export ends so'),
  })
  .meta({ id: 'Handover' });
