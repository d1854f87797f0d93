import { z } from 'zod';
import { destinations } from '../domain/case/referrals.ts';
import { emergencyKinds } from '../domain/emergency/report.ts';
import { documents, text } from './decisionFields.ts';
import { needSchema } from './http/aid.ts';
import { applicationSchema } from './http/applications.ts';

/** To whom one is sent on; nobody is sent away. */
export const referredTo = z.enum(destinations).describe('Where the matter goes / 转介去向');

/** As the other side has it on file: no name fits into it. */
const number = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z〔〕()（）第字号年-]{2,40}$/)
  .optional()
  .describe('Number of the case there / 承办方案号');
const taken = z.strictObject({ outcome: z.literal('taken'), number, reason: text.optional() });
const declined = z.strictObject({
  outcome: z.literal('declined'),
  reason: text,
  to: referredTo.optional().describe('Sent on from there: nobody is left with a no / 再转介'),
});

const { area, members, incomes, deductions, property } = applicationSchema.shape;
const added = z
  .strictObject({
    area: area.optional(),
    need: needSchema.optional().describe('Of temporary assistance: the need / 临时救助的事由和支出'),
    members: members
      .optional()
      .describe('Left out: the family as it is on file; of an emergency the person in need alone / 家庭成员'),
    consent: members.element.shape.consent.describe('Of the applicant, to the data check / 核对授权'),
    incomes: incomes.optional(),
    deductions: deductions.unwrap().optional(),
    property: property.optional(),
  })
  .describe('What the papers do not say, or no longer rightly; nobody applies again / 补充申报');

/** What the decisions about referrals must bring. */
export const referralDecisionSchemas = {
  referOn: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('referred'), to: referredTo, reason: text, documents }),
    z.strictObject({
      outcome: z.literal('emergency'),
      kind: z.enum(emergencyKinds),
      place: text,
      reason: text.describe('What happened and what is needed / 情况'),
      persons: z.int().min(1).max(200),
      documents,
    }),
  ]),
  answerReferral: z.discriminatedUnion('outcome', [
    taken,
    declined,
    z.strictObject({ outcome: z.literal('opened'), application: added, reason: text.optional() }),
  ]),
  recordAnswer: z.discriminatedUnion('outcome', [taken, declined]),
};
