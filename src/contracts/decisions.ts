import { z } from 'zod';
import { businessDateOf } from '../domain/calendar.ts';
import { stopGrounds } from '../domain/case/benefitLife.ts';
import type { HouseholdChange } from '../domain/case/changes.ts';
import { incomeKinds, propertyKinds } from '../domain/case/declaration.ts';
import { extensionGrounds, type Particulars } from '../domain/case/events.ts';
import type { TaskKindName } from '../domain/case/taskKinds.ts';
import { exitCauses } from '../domain/policyKeys.ts';
import { changeSchema } from './changes.ts';
import { accountSchema, fen, memberNo, officer, words } from './http/fields.ts';

/** A sentence in the record: who reads the file in a year must understand it. */
const text = words.min(2).max(2000);
const date = z.iso.date();
const documents = z.array(z.uuid()).max(50).default([]).describe('Ids of attachments already uploaded / 附件');

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

const shortTerm = z
  .boolean()
  .optional()
  .describe('In difficulty of short duration: reviewed more often (C class) / 短期困难');

/** A look at the family at its home, in words of its own: a text copied from another family's is no finding. */
const looked = {
  investigators: z.array(officer).min(1).max(8),
  visitedOn: date,
  finding: text.min(8).describe('What was found at this family / 本户核查情况'),
  weighed: text.optional().describe('Why what the new check report shows changes nothing / 对核对差异的研判'),
  documents,
};
const changes = z.array(changeSchema).min(1).max(30);
const confirmation = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('approved'), reason: text.optional() }),
  z.strictObject({ outcome: z.literal('refused'), reason: text }),
  z.strictObject({ outcome: z.literal('returned'), reason: text, missing: z.array(text).min(1).max(30) }),
]);

const delivered = z.strictObject({
  outcome: z.literal('delivered'),
  deliveredOn: date,
  method: z.enum(['inPerson', 'post', 'leftAtHome', 'publicNotice']),
  documents,
});

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
  confirm: confirmation,
  deliverRefusal: delivered,
  correctAccount: z.strictObject({ outcome: z.literal('corrected'), account: accountSchema, reason: text }),
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
    z.strictObject({ outcome: z.enum(['keep', 'keepDespite']), shortTerm, reason: text }),
    z.strictObject({
      outcome: z.enum(['raise', 'lower', 'restore', 'resume', 'succeed']),
      amountFen: fen.min(1).describe('Per month, in fen'),
      shortTerm,
      reason: text.optional(),
    }),
    z.strictObject({
      outcome: z.literal('gradualExit'),
      cause: z.enum(exitCauses),
      months: z.int().min(1).max(60).optional(),
      reason: text,
    }),
    z.strictObject({ outcome: z.literal('suspend'), ground: z.enum(['factsMissing', 'personMissing']), reason: text }),
    z.strictObject({
      outcome: z.literal('stop'),
      ground: z.enum(stopGrounds),
      on: date.describe('The day of the event the ending rests on / 事由发生日').optional(),
      reason: text,
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
  confirmChange: confirmation,
  deliverChange: delivered,
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

/** Codes and numbers of a decision that the workflow and the journal may know; never text. */
export function particularsOf(kind: TaskKindName, content: DecisionContent): Particulars {
  switch (kind) {
    case 'startSurvey':
      return { investigators: content.investigators as string[] };
    case 'homeVisit':
    case 'countyVisit':
      return {
        investigators: content.investigators as string[],
        on: businessDateOf(Date.parse(content.visitedAt as string)),
      };
    case 'review':
    case 'confirm':
    case 'confirmChange':
      return {
        ...(content.outcome === 'proposeGrant' ? { amountFen: content.amountFen as number } : {}),
        ...given(content, 'shortTerm'),
        withReason: typeof content.reason === 'string',
      };
    case 'periodicReview':
    case 'verifyChange':
      return {
        investigators: content.investigators as string[],
        on: content.visitedOn as string,
        withReason: typeof content.weighed === 'string',
        headChanged: ((content.changes ?? []) as HouseholdChange[]).some(({ kind }) => kind === 'headNamed'),
      };
    case 'proposeChange':
      return {
        ...given(content, 'amountFen', 'ground', 'cause', 'months', 'on', 'shortTerm'),
        withReason: typeof content.reason === 'string',
      };
    case 'hear':
      return given({ on: content.heardOn }, 'on');
    case 'registerRemedy':
      return { kind: content.kind as string, on: content.filedOn as string };
    case 'recordRemedy':
      return { on: content.decidedOn as string, ...given(content, 'amountFen') };
    case 'extendProcedure':
      return { ground: content.ground as string };
    case 'deliverRefusal':
    case 'deliverChange':
      return { on: content.deliveredOn as string, method: content.method as string };
    default:
      return {};
  }
}

function given(content: { readonly [name: string]: unknown }, ...names: readonly string[]): Particulars {
  return Object.fromEntries(
    names.filter((name) => content[name] !== undefined).map((name) => [name, content[name]]),
  ) as Particulars;
}
