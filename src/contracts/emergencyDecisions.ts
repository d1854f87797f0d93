import { z } from 'zod';
import { identitySources } from '../domain/case/identityTasks.ts';
import { date, documents, text } from './decisionFields.ts';
import { accountSchema, division, fen, name, uuid, words } from './http/fields.ts';
import { referredTo } from './referralDecisions.ts';

const amountFen = fen.min(1).describe('For the event, all persons together, in fen / 救助金额');
const unrelated = z.literal(true).describe('I am no near relative of a person in need (MCA-57 art. 11) / 承诺非近亲属');
const given = { amountFen, reason: text.describe('Cause and need, for the record / 事由'), unrelated, documents };

const forms = [
  z.strictObject({ outcome: z.literal('transfer'), account: accountSchema, ...given }),
  z.strictObject({
    outcome: z.literal('cash'),
    receipt: text.describe('Number of the signed receipt / 收据号'),
    receivedBy: text.describe('Who signed for it / 领取人'),
    ...given,
  }),
  z.strictObject({ outcome: z.literal('goods'), goods: text.describe('What was handed over / 物品'), ...given }),
] as const;
const referral = z.strictObject({
  outcome: z.literal('referral'),
  to: referredTo,
  reason: text,
  unrelated,
  documents,
});

const answered = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('responded'), reason: text.optional() }),
  z.strictObject({
    outcome: z.literal('duplicate'),
    of: words.min(6).max(40).describe('Number of the emergency reported before / 原急难编号'),
    reason: text,
  }),
  z.strictObject({ outcome: z.literal('notEmergency'), to: referredTo, reason: text }),
]);

const person = z.strictObject({ name, idNumber: z.string().trim().min(15).max(18) });

const established = {
  person,
  source: z.enum(identitySources).exclude(['papers']).describe('Who has established it / 查明单位'),
  reference: text.describe('Number of its certificate or letter / 证明文号'),
  proof: z.array(uuid).min(1).max(20).describe('Attachments that prove it / 证明材料'),
  documents,
};

/** What the decisions of emergency aid must bring. */
export const emergencyDecisionSchemas = {
  answerReport: answered,
  answerForTownship: answered,
  firstAid: z.discriminatedUnion('outcome', [
    ...forms,
    referral,
    z.strictObject({ outcome: z.literal('toCounty'), amountFen, reason: text, documents }),
    z.strictObject({ outcome: z.literal('notNeeded'), reason: text, documents }),
  ]),
  countyAid: z.discriminatedUnion('outcome', [
    ...forms,
    referral,
    z.strictObject({ outcome: z.literal('refused'), reason: text, documents }),
  ]),
  payOtherwise: z.discriminatedUnion('outcome', [
    ...forms,
    z.strictObject({ outcome: z.literal('notNeeded'), reason: text, documents }),
  ]),
  recallTransfer: z.strictObject({ outcome: z.literal('recall'), reason: text }),
  endEmergency: z.strictObject({
    outcome: z.literal('ended'),
    endedOn: date.describe('The day on which the emergency was over: the papers count from it / 急难结束日'),
    reason: text,
  }),
  completePapers: z.strictObject({
    outcome: z.literal('completed'),
    person: person.optional().describe('Left out while nobody knows who it is, or once it is on file / 受助人'),
    cause: text.describe('What happened and what was needed / 救助事由'),
    signatures: z
      .array(z.strictObject({ by: text, as: z.enum(['recipient', 'officer', 'witness']) }))
      .min(2)
      .max(20)
      .describe('Who has signed / 签字人'),
    proof: z.array(uuid).min(1).max(50).describe('Attachments that prove it / 证明材料'),
    documents,
  }),
  registerIdentity: z.strictObject({ outcome: z.literal('identityRestored'), ...established }),
  correctIdentity: z.strictObject({
    outcome: z.literal('correctionProposed'),
    ...established,
    reason: text.describe('How it came about that somebody else was taken for the person / 误认原因'),
  }),
  confirmCorrection: z.strictObject({ outcome: z.enum(['approved', 'refused']), reason: text, documents }),
  lookAtDuplicates: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('stand'), reason: text, documents }),
    z.strictObject({
      outcome: z.literal('toRecovery'),
      amountFen: fen.min(1).describe('What of this case’s aid was given twice, in fen / 重复给付金额'),
      reason: text,
      documents,
    }),
  ]),
  returnHome: z.strictObject({
    outcome: z.literal('handedOver'),
    to: division.regex(/^\d{6}0{6}$/).describe('Code of the county where the person is at home / 接收地县级区划代码'),
    on: date.describe('The day on which the person was taken over / 交接日期'),
    receivedBy: text.describe('Who took over there: office and person / 接收单位和接收人'),
    reason: text.describe('How the person is, who saw them home, what is still needed / 返乡及移交情况'),
    documents,
  }),
  confirmAid: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('confirmed'), reason: text.optional() }),
    z.strictObject({ outcome: z.literal('notConfirmed'), reason: text, documents }),
    z.strictObject({ outcome: z.literal('returned'), reason: text, missing: z.array(text).min(1).max(30) }),
  ]),
  answerForAid: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('goodFaith'), reason: text, documents }),
    z.strictObject({ outcome: z.literal('recover'), reason: text, documents }),
  ]),
};
