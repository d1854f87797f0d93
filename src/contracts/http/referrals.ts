import { z } from 'zod';
import { programmeNames } from '../../domain/case/programmes.ts';
import { destinations } from '../../domain/case/referrals.ts';
import { instant } from './fields.ts';

const file = z.object({ caseId: z.uuid(), caseNumber: z.string(), programme: z.enum(programmeNames) });

/** Where a case's referrals stand: part of the case and of the emergency. */
export const referralFields = {
  referrals: z
    .array(
      z.object({
        to: z.enum(destinations),
        referredAt: instant,
        stands: z.enum(['open', 'taken', 'declined', 'opened']),
        answeredAt: instant.nullable(),
        number: z.string().nullable().describe('Of the case there'),
      }),
    )
    .describe('Sent on, the first first; the clock of an open one is among the clocks / 转介'),
  referredFrom: file.nullable().describe('The case from which this one was opened / 转介来源'),
  referredFiles: z.array(file).describe('Opened from this one / 转介立案'),
};
const referralsSchema = z.object(referralFields);
export type ReferralsNow = z.output<typeof referralsSchema>;
