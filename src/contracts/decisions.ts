import { z } from 'zod';
import { incomeKinds, propertyKinds } from '../domain/case/declaration.ts';
import { extensionGrounds } from '../domain/case/events.ts';
import type { TaskKindName } from '../domain/case/taskKinds.ts';
import { aidDecisionSchemas } from './aidDecisions.ts';
import { benefitDecisionSchemas } from './benefitDecisions.ts';
import { delivered, documents, shortTerm, text } from './decisionFields.ts';
import { emergencyDecisionSchemas } from './emergencyDecisions.ts';
import { accountSchema, fen, memberNo, officer, words } from './http/fields.ts';
import { meetingDecisionSchemas } from './meetingDecisions.ts';
import { referralDecisionSchemas, referredTo } from './referralDecisions.ts';

/** What a source of a data check found about a member; the shape a paper report is entered in. */
const figureSchema = z.strictObject({
  memberNo,
  what: z.union([
    z.strictObject({ income: z.enum(incomeKinds), amountFen: fen, per: z.enum(['month', 'year']) }),
    z.strictObject({
      property: z.enum(propertyKinds),
      amountFen: fen.optional(),
      count: z.int().min(0).max(100).optional(),
    }),
  ]),
});
export const findingSchema = figureSchema.extend({ source: words.min(1).max(40) });

const visit = {
  investigators: z
    .array(officer)
    .min(1)
    .max(8)
    .describe('All who were there; policy says how many at least / 调查人员'),
  familyMemberPresent: memberNo.describe('Member number / 在场家庭成员'),
  visitedAt: z.iso.datetime({ offset: true }),
  place: text,
  findings: z
    .array(z.strictObject({ item: words.min(1).max(60), text }))
    .min(1)
    .max(40),
  documents,
};

/** What each decision must bring, by task kind and outcome. An unknown field is refused, not dropped. */
export const decisionSchemas = {
  accept: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('accepted'), reason: text.optional() }),
    z.strictObject({
      outcome: z.literal('supplementNeeded'),
      missing: z.array(text).min(1).max(30).describe('All that is missing, named once / 一次性告知'),
    }),
    z.strictObject({ outcome: z.literal('notAccepted'), reason: text }),
  ]),
  supplement: z.strictObject({
    outcome: z.enum(['supplemented', 'notSupplemented']),
    documents,
    reason: text.optional(),
  }),
  startSurvey: z.strictObject({ outcome: z.literal('started'), investigators: z.array(officer).min(1).max(8) }),
  homeVisit: z.strictObject({
    outcome: z.literal('visited'),
    ...visit,
    found: z
      .array(figureSchema)
      .max(60)
      .default([])
      .describe('Incomes and property seen that bear on the calculation / 入户认定的收入和财产'),
  }),
  startCheck: z.strictObject({ outcome: z.literal('started') }),
  chaseCheck: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('resend'), reason: text.optional() }),
    z.strictObject({
      outcome: z.literal('paperReport'),
      reason: text,
      findings: z.array(findingSchema).max(200),
      documents,
    }),
  ]),
  completeCheck: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('resend'), reason: text.optional() }),
    z.strictObject({
      outcome: z.literal('paperReport'),
      reason: text,
      findings: z.array(findingSchema).max(200).describe('What paper says for the silent sources; may be empty'),
      documents,
    }),
  ]),
  resolveDiscrepancy: z.strictObject({
    outcome: z.enum(['declarationStands', 'reportStands']),
    reason: text,
    documents,
  }),
  objectToCheck: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('objected'), reason: text, documents }),
    z.strictObject({ outcome: z.literal('notObjected'), reason: text.optional() }),
  ]),
  review: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('proposeGrant'),
      amountFen: fen.min(1).describe('Per month, in fen'),
      shortTerm,
      reason: text.optional(),
    }),
    z.strictObject({ outcome: z.literal('proposeRefusal'), reason: text }),
    z.strictObject({ outcome: z.literal('resurvey'), reason: text }),
  ]),
  objection: z.strictObject({
    outcome: z.literal('objected'),
    raisedBy: text.describe('Name or anonymous; kept sealed'),
    reason: text,
    documents,
  }),
  handleObjection: z.strictObject({ outcome: z.enum(['resurvey', 'appraised']), reason: text, documents }),
  countyVisit: z.strictObject({ outcome: z.literal('visited'), ...visit }),
  confirm: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('approved'), reason: text.optional() }),
    z.strictObject({ outcome: z.literal('refused'), reason: text }),
    z.strictObject({ outcome: z.literal('returned'), reason: text, missing: z.array(text).min(1).max(30) }),
  ]),
  deliverRefusal: delivered.extend({ to: referredTo.optional() }),
  correctAccount: z.strictObject({ outcome: z.literal('corrected'), account: accountSchema, reason: text }),
  ...benefitDecisionSchemas,
  ...emergencyDecisionSchemas,
  ...referralDecisionSchemas,
  ...meetingDecisionSchemas,
  ...aidDecisionSchemas,
  withdraw: z.strictObject({ outcome: z.literal('withdrawn'), reason: text, documents }),
  terminate: z.strictObject({ outcome: z.literal('terminated'), reason: text, documents }),
  extendProcedure: z.strictObject({
    outcome: z.literal('extended'),
    ground: z.enum(extensionGrounds),
    reason: text,
  }),
  registerComplaint: z.strictObject({ outcome: z.literal('registered'), raisedBy: text, reason: text }),
  escalation: z.strictObject({ outcome: z.literal('instructed'), reason: text }),
} satisfies Record<TaskKindName, z.ZodType>;

export type DecisionContent = { readonly outcome: string } & Record<string, unknown>;

/** The attachments a decision names, wherever it does, each with its JSON pointer. */
export function attachmentsNamed(content: DecisionContent): { readonly at: string; readonly documentId: string }[] {
  const departments = (content.departments ?? []) as readonly { readonly papers: readonly string[] }[];
  const places = [
    ...['documents', 'proof', 'minutes'].map((name) => ({ at: `/${name}`, ids: content[name] })),
    ...departments.map(({ papers }, i) => ({ at: `/departments/${i}/papers`, ids: papers })),
  ];
  return places.flatMap(({ at, ids }) => {
    if (typeof ids === 'string') return [{ at, documentId: ids }];
    return Array.isArray(ids) ? ids.map((documentId: string, i) => ({ at: `${at}/${i}`, documentId })) : [];
  });
}

/** The members of the household a decision speaks of, each with its JSON pointer. */
export function membersNamed(content: DecisionContent): { readonly at: string; readonly memberNo: number }[] {
  const present = content.familyMemberPresent;
  const listed = (name: 'found' | 'findings') =>
    ((content[name] ?? []) as readonly { readonly memberNo?: number }[]).flatMap(({ memberNo }, i) =>
      memberNo === undefined ? [] : [{ at: `/${name}/${i}/memberNo`, memberNo }],
    );
  return [
    ...(typeof present === 'number' ? [{ at: '/familyMemberPresent', memberNo: present }] : []),
    ...listed('found'),
    ...listed('findings'),
  ];
}
