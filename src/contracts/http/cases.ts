import { z } from 'zod';
import { programmeNames } from '../../domain/case/programmes.ts';
import { stages } from '../../domain/case/stages.ts';
import { lookCauses } from '../../domain/case/state.ts';
import { aidSchema } from './aid.ts';
import { division, fen, instant, pageQuery, words } from './fields.ts';
import { destructionSchema } from './keeping.ts';
import { referralFields } from './referrals.ts';
import { clockColour, taskSchema } from './tasks.ts';

export const caseLineSchema = z
  .object({
    caseId: z.uuid(),
    caseNumber: z.string(),
    programme: z.enum(programmeNames),
    county: division,
    township: division,
    area: z.enum(['urban', 'rural']).nullable().describe('Of a household; null for an emergency'),
    members: z.int(),
    stage: z.enum(stages),
    endedAs: z.string().nullable().describe('Null while it lives / 办结方式'),
    submittedAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'CaseLine', description: 'A case as lists show it / 案件' });
export type CaseLine = z.output<typeof caseLineSchema>;

export const casesQuery = z.strictObject({
  ...pageQuery,
  stage: z.enum(stages).optional(),
  caseNumber: z.string().max(40).optional(),
});

export const clockSchema = z
  .object({
    clockId: z.string(),
    kind: z.string(),
    title: z.string(),
    article: z.string(),
    status: z.enum(['running', 'paused', 'stopped', 'passed']),
    colour: clockColour.nullable(),
    startedAt: instant,
    dueOn: z.string().describe('Last day, business date'),
    dueAt: instant,
    left: z
      .object({ length: z.int(), unit: z.enum(['workingDays', 'days', 'minutes']) })
      .nullable()
      .describe('From today: 0 on the last day, below zero after it; null while it does not run / 剩余'),
    warnedAt: instant.nullable(),
    passedAt: instant.nullable(),
    stoppedAt: instant.nullable(),
    ground: z.string().describe('The document and article the length rests on / 依据'),
    level: z.string().describe('national, local, or assumed'),
    limit: z.object({ length: z.int(), unit: z.string() }),
    calendar: z.string(),
    provisional: z.boolean().describe('Reaches into a year whose list of rest days is not published'),
  })
  .meta({ id: 'Clock', description: 'A statutory or local period / 期限' });
export type Clock = z.output<typeof clockSchema>;

export const caseSchema = caseLineSchema
  .extend({
    applicant: z
      .object({ name: z.string(), idNumber: z.string().describe('Masked, 6 and 4') })
      .nullable()
      .describe('Null for those who do not serve the household'),
    proposal: z.object({ grant: z.boolean(), amountFen: fen }).nullable(),
    assessment: z.object({ eligible: z.boolean(), amountFen: fen }).nullable(),
    benefit: z
      .object({ monthFrom: z.string(), monthTo: z.string().optional(), amountFen: fen, cause: z.string() })
      .nullable()
      .describe('What the family gets a month since the last change / 现保障金'),
    look: z
      .object({
        why: z.enum(lookCauses),
        reported: z.literal(true).optional(),
        headChanged: z.literal(true).optional(),
        proposed: z.object({ outcome: z.string(), amountFen: fen, movesOut: z.literal(true).optional() }).optional(),
      })
      .nullable()
      .describe('Why the family is looked at again now / 复核事由'),
    reviewClass: z.enum(['A', 'B', 'C']).nullable().describe('How often it is reviewed (MCA-57 art. 31) / 核查类别'),
    reportedLate: z.boolean().describe('A change was told later than policy asks: the proposal answers it / 逾期告知'),
    keepUntil: z.string().nullable().describe('An ended file is kept until that day / 档案保存至'),
    destroyed: destructionSchema,
    predecessor: z.uuid().nullable().describe('The file it goes on from / 原户'),
    ...referralFields,
    tasks: z.array(taskSchema),
    clocks: z.array(clockSchema).describe('Those not stopped yet'),
    expected: z.array(z.object({ name: z.string(), since: instant })).describe('What outside systems are to say'),
    aid: aidSchema.nullable().describe('Of temporary aid, in an emergency or not / 临时救助'),
    entitlements: z.array(
      z.object({
        component: z.string(),
        monthFrom: z.string(),
        monthTo: z.string().nullable(),
        fenPerMonth: fen,
        certificate: z.string(),
      }),
    ),
  })
  .meta({ id: 'Case' });
export type CaseDetails = z.output<typeof caseSchema>;

export const exportQuery = z.strictObject({
  reason: words
    .min(4)
    .max(200)
    .describe('Why the whole case is given out, and to whom; kept with it / 导出事由：向何机关、因何事提供'),
});

export const timelineSchema = z.object({
  items: z.array(
    z.object({
      at: instant,
      seq: z.int().nullable().describe('Place in the journal; null for what the payment ledger adds'),
      type: z.string(),
      actor: z.string(),
      sentence: z.string().describe('In the words of the procedure'),
    }),
  ),
});

export const journalSchema = z.object({
  verified: z.boolean().describe('The chain is whole and ends at the case’s tip'),
  firstBreak: z.int().nullable().describe('The first altered or missing event'),
  items: z.array(
    z.object({
      seq: z.int(),
      at: instant,
      type: z.string(),
      actor: z.string(),
      data: z.record(z.string(), z.unknown()),
      key: z.string(),
      prevHash: z.string(),
      hash: z.string(),
    }),
  ),
});

export const certificateSchema = z
  .object({
    clockId: z.string(),
    caseNumber: z.string(),
    kind: z.string(),
    title: z.string(),
    article: z.string(),
    ground: z.string(),
    level: z.string(),
    limit: z.object({ length: z.int(), unit: z.string() }),
    startedAt: instant,
    countedFrom: z.string().describe('The day of the event, itself not counted, but for a posting'),
    pauses: z.array(z.object({ reason: z.string(), from: z.string(), until: z.string().optional() })),
    changes: z
      .array(z.object({ at: instant, length: z.int(), ground: z.string() }))
      .describe('Other lengths that came to hold while it ran / 期限调整'),
    extension: z.object({ at: instant, ground: z.string(), article: z.string(), length: z.int() }).optional(),
    dueOn: z.string(),
    warnedAt: instant.optional(),
    passedAt: instant.optional(),
    endedAt: instant.optional(),
    verdict: z
      .enum(['running', 'paused', 'onTime', 'late', 'elapsed'])
      .describe('late as soon as it passed; elapsed: it ran out, as a posting is meant to / 结论'),
    calendar: z.string(),
    provisional: z.boolean(),
  })
  .meta({
    id: 'ClockCertificate',
    description: 'What can be proven about one period, from the journal alone / 期限证明',
  });

export const decisionRecordSchema = z
  .object({
    decisionId: z.string(),
    kind: z.string(),
    title: z.string(),
    outcome: z.string(),
    officer: z.string(),
    role: z.string(),
    division,
    at: instant,
    article: z.string(),
    particulars: z.record(z.string(), z.unknown()),
    commandId: z.uuid(),
    contentHash: z.string().describe('Keyed hash of the whole content, as the journal quotes it'),
    content: z.record(z.string(), z.unknown()).nullable().describe('As given; null for those who may not read it'),
  })
  .meta({ id: 'DecisionRecord' });

export const explanationSchema = z
  .object({
    assessmentId: z.string(),
    at: instant,
    eligible: z.boolean(),
    amountFen: fen,
    reasons: z.array(z.string()),
    components: z
      .array(z.object({ component: z.string(), fenPerMonth: fen }))
      .optional()
      .describe('What is paid each month; none of aid given once / 每月构成'),
    explanation: z
      .record(z.string(), z.unknown())
      .describe('Rule by rule, down to the declared figures and the dated policy / 计算说明'),
    input: z.record(z.string(), z.unknown()).describe('With policyUsed, enough to repeat the calculation'),
    policyUsed: z.array(z.record(z.string(), z.unknown())),
    contentHash: z.string(),
  })
  .meta({ id: 'Explanation' });

export const noticeSchema = z
  .object({
    noticeId: z.string(),
    kind: z.string(),
    title: z.string(),
    issuedAt: instant,
    public: z.boolean(),
    contentHash: z.string(),
  })
  .meta({ id: 'Notice' });

export const documentSchema = z
  .object({
    documentId: z.uuid(),
    code: z.string().describe('Attachment code, such as 101 household book / 材料代码'),
    name: z.string().nullable(),
    sha256: z.string(),
    sizeBytes: z.int(),
    contentType: z.string(),
    addedAt: instant,
    addedBy: z.string(),
  })
  .meta({ id: 'Document', description: 'An attachment / 附件' });

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) });
}
