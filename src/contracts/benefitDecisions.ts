import { z } from 'zod';
import { recoveryGrounds, stopGrounds } from '../domain/case/benefitLife.ts';
import { exitCauses } from '../domain/policyTables.ts';
import { changeSchema } from './changes.ts';
import { date, delivered, documents, shortTerm, text } from './decisionFields.ts';
import { accountSchema, fen, memberNo, officer } from './http/fields.ts';

/** A look at the family at its home, in words of its own: a text copied from another family's is no finding. */
const looked = {
  investigators: z.array(officer).min(1).max(8),
  visitedOn: date,
  finding: text.min(8).describe('What was found at this family / 本户核查情况'),
  weighed: text.optional().describe('Why what the new check report shows changes nothing / 对核对差异的研判'),
  documents,
};
const lateReport = z
  .strictObject({ outcome: z.enum(['criticised', 'excused']), reason: text })
  .optional()
  .describe('Where a change was told later than policy asks: what was done about it / 逾期告知的处理');
const changes = z.array(changeSchema).min(1).max(30);

/** What the decisions of a benefit's life must bring: reviews, changes, hearing, recovery, remedies. */
export const benefitDecisionSchemas = {
  periodicReview: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('unchanged'), ...looked }),
    z.strictObject({ outcome: z.literal('changed'), ...looked, changes }),
  ]),
  registerChange: z.strictObject({
    outcome: z.literal('registered'),
    reportedBy: z.enum(['household', 'village', 'officer', 'other']).describe('Who reported it / 报告人'),
    changes,
    reason: text.describe('In the words of whoever reported it / 报告内容'),
    documents,
  }),
  verifyChange: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('confirmed'), ...looked, changes }),
    z.strictObject({ outcome: z.literal('notConfirmed'), ...looked }),
  ]),
  confirmMatch: z.strictObject({
    outcome: z.enum(['confirmed', 'wrong']),
    statement: text.describe('What the family says to it, or why it could not be asked / 当事人意见'),
    reason: text.describe('What it was compared with / 核实依据'),
    documents,
  }),
  proposeChange: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.enum(['keep', 'keepDespite']), shortTerm, reason: text, lateReport }),
    z.strictObject({
      outcome: z.enum(['raise', 'lower', 'restore', 'resume', 'succeed']),
      amountFen: fen.min(1).describe('Per month, in fen'),
      shortTerm,
      reason: text.optional(),
      lateReport,
    }),
    z.strictObject({
      outcome: z.literal('gradualExit'),
      cause: z.enum(exitCauses),
      months: z.int().min(1).max(60).optional(),
      reason: text,
      lateReport,
    }),
    z.strictObject({
      outcome: z.literal('suspend'),
      ground: z.enum(['factsMissing', 'personMissing']),
      reason: text,
      lateReport,
    }),
    z.strictObject({
      outcome: z.literal('stop'),
      ground: z.enum(stopGrounds),
      on: date.describe('The day of the event the ending rests on / 事由发生日').optional(),
      reason: text,
      lateReport,
    }),
  ]),
  hear: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('heard'),
      heardOn: date,
      method: z.enum(['inPerson', 'phone', 'inWriting']),
      statement: text.describe('What the family said / 当事人意见'),
      documents,
    }),
    z.strictObject({ outcome: z.literal('notPossible'), reason: text, documents }),
    z.strictObject({ outcome: z.literal('newFacts'), heardOn: date, statement: text, documents }),
  ]),
  confirmChange: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('approved'), reason: text.optional() }),
    z.strictObject({ outcome: z.literal('refused'), reason: text }),
    z.strictObject({ outcome: z.literal('returned'), reason: text, missing: z.array(text).min(1).max(30) }),
  ]),
  deliverChange: delivered,
  requestAccountChange: z.strictObject({
    outcome: z.literal('requested'),
    account: accountSchema,
    requestedBy: memberNo.describe('The member who came in person / 申请人'),
    reason: text,
    documents,
  }),
  approveAccountChange: z.strictObject({ outcome: z.enum(['approved', 'refused']), reason: text, documents }),
  proposeRecovery: z.strictObject({
    outcome: z.enum(['propose', 'waive']),
    ground: z.enum(recoveryGrounds),
    reason: text,
    documents,
  }),
  recordReply: z.strictObject({ outcome: z.literal('replied'), heardOn: date, statement: text, documents }),
  decideRecovery: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('recover'),
      ground: z.enum(recoveryGrounds),
      instalments: z.int().min(1).max(120).default(1).describe('Months in which it comes back / 分期期数'),
      fineFen: fen.optional().describe('For fraud alone, at most the multiple of policy / 罚款'),
      reason: text,
    }),
    z.strictObject({ outcome: z.literal('waive'), ground: z.enum(recoveryGrounds), reason: text }),
    z.strictObject({ outcome: z.literal('returned'), reason: text }),
  ]),
  recordRepayment: z.strictObject({
    outcome: z.literal('repaid'),
    amountFen: fen.min(1),
    paidOn: date,
    reference: text.describe('Receipt number / 收据号'),
  }),
  waiveRemainder: z.strictObject({ outcome: z.literal('waived'), reason: text, documents }),
  registerRemedy: z.strictObject({
    outcome: z.literal('registered'),
    kind: z.enum(['reconsideration', 'litigation']),
    filedOn: date,
    body: text.describe('Reconsidering body or court / 复议机关或法院'),
    reason: text,
    documents,
  }),
  recordRemedy: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.enum(['upheld', 'withdrawn', 'revoked', 'redo']),
      decidedOn: date,
      reason: text,
      documents,
    }),
    z.strictObject({ outcome: z.literal('changed'), amountFen: fen.min(1), decidedOn: date, reason: text, documents }),
  ]),
};
