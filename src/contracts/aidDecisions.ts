import { z } from 'zod';
import { type AidStage, asCodes } from '../domain/aid/plan.ts';
import { date, documents, text } from './decisionFields.ts';
import { accountSchema, fen } from './http/fields.ts';

const unrelated = z.literal(true).describe('I am no near relative of a person in need (MCA-57 art. 11) / 承诺非近亲属');

const stage = z
  .strictObject({
    amountFen: fen.min(1).describe('本阶段金额'),
    on: date.optional().describe('Opens on that day / 开始日期'),
    once: text.optional().describe('Opens when somebody has registered that this has come about / 条件'),
  })
  .refine(({ on, once }) => on === undefined || once === undefined, {
    error: 'opens on a day or with a fact, not both 日期与条件只能选一',
  })
  .describe('Without a day or a fact it opens at once / 阶段');
const stages = z.array(stage).min(1).max(12).describe('One approval, given stage by stage / 一次审批、分阶段救助');

const signedFor = {
  receipt: text.describe('Number of the signed receipt / 收据号'),
  receivedBy: text.describe('Who signed for it / 领取人'),
};
const ahead = fen.min(1).describe('At most temporary.bridgingMonths of the confirmed benefit / 过渡性救助金额');
const given = { reason: text.optional(), unrelated, documents };

/** What the decisions of temporary aid, and of what follows upon first aid, must bring. */
export const aidDecisionSchemas = {
  proposeFollowUp: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('proposed'), stages, reason: text, documents }),
    z.strictObject({ outcome: z.literal('notNeeded'), reason: text }),
  ]),
  proposeAid: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('proposed'), stages, reason: text.optional(), documents }),
    z.strictObject({ outcome: z.literal('refusalProposed'), reason: text }),
    z.strictObject({ outcome: z.literal('resurvey'), reason: text }),
  ]),
  decideAid: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('approved'), reason: text.optional() }),
    z.strictObject({ outcome: z.literal('refused'), reason: text }),
    z.strictObject({ outcome: z.literal('returned'), reason: text }),
  ]),
  registerAidFact: z.strictObject({
    outcome: z.literal('reached'),
    reachedOn: date.describe('Not in the future / 成就日期'),
    reason: text,
    documents,
  }),
  giveAid: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('transfer'), account: accountSchema, ...given }),
    z.strictObject({
      outcome: z.literal('cash'),
      ...signedFor,
      ...given,
    }),
    z.strictObject({ outcome: z.literal('goods'), goods: text.describe('What was handed over / 物品'), ...given }),
  ]),
  bridge: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('transfer'), amountFen: ahead, account: accountSchema, ...given }),
    z.strictObject({ outcome: z.literal('cash'), amountFen: ahead, ...signedFor, ...given }),
  ]),
  stopAid: z.strictObject({ outcome: z.literal('stopped'), reason: text, documents }),
};

/** The stages of a proposal, as the journal may know them: amounts and days, not what a fact is about. */
export function codesOf(content: { readonly [name: string]: unknown }): readonly string[] {
  const proposed = (content.stages ?? []) as readonly z.output<typeof stage>[];
  return asCodes(
    proposed.map(
      ({ amountFen, on, once }): AidStage => ({ fen: amountFen, opens: on ?? (once === undefined ? 'now' : 'fact') }),
    ),
  );
}
