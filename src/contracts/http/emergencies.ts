import { z } from 'zod';
import { identitySources } from '../../domain/case/identityTasks.ts';
import { stages } from '../../domain/case/stages.ts';
import { emergencyKinds, reporters } from '../../domain/emergency/report.ts';
import { aidLineSchema, aidSchema } from './aid.ts';
import { clockSchema } from './cases.ts';
import { division, fen, instant, name, officer, pageQuery, uuid, words } from './fields.ts';
import { destructionSchema } from './keeping.ts';
import { referralFields } from './referrals.ts';
import { taskSchema } from './tasks.ts';

const phone = z.string().regex(/^[0-9+-]{5,20}$/);
const text = words.min(2).max(2000);

/** What whoever reports an emergency says; everything about the person may be unknown but how to find them. */
export const emergencyReportSchema = z
  .strictObject({
    township: division.describe('Where it happened, wherever the person is registered / 急难发生地乡镇'),
    place: text.describe('Where exactly / 地点'),
    happenedAt: z.iso.datetime({ offset: true }).describe('When / 发生时间'),
    kind: z.enum(emergencyKinds).describe('急难情形'),
    what: text.describe('What happened and what is needed, in the words of whoever reports / 情况'),
    persons: z.int().min(1).max(200).default(1).describe('In need / 人数'),
    person: z
      .strictObject({
        name: name.optional(),
        idNumber: z.string().trim().min(15).max(18).optional().describe('GB 11643 / 公民身份号码'),
        phone: phone.optional(),
        description: text.optional().describe('What others would know the person by / 体貌特征等'),
      })
      .refine((person) => Object.values(person).some((part) => part !== undefined), {
        error: 'give a name, a number, a phone, or a description 姓名、证件号、电话或体貌特征至少填一项',
      })
      .describe('Whose identity may be unknown / 受困人员'),
    reportedBy: z
      .strictObject({ by: z.enum(reporters), name: name.optional(), phone: phone.optional() })
      .describe('报告人'),
    relativesOfStaff: z
      .array(officer)
      .max(20)
      .default([])
      .describe('Officers who are near relatives: they touch nothing in the case / 近亲属备案'),
  })
  .meta({
    id: 'EmergencyReport',
    description: 'Somebody is in need now / 急难报告',
    example: {
      township: '420582001000',
      place: '示例路12号出租屋',
      happenedAt: '2026-10-19T21:00:00+08:00',
      kind: 'fire',
      what: '出租屋起火，一人无处过夜，衣物、现金全部烧毁',
      persons: 1,
      person: { description: '男，四十岁上下，外省口音' },
      reportedBy: { by: 'villageAssistant', name: '示例乙' },
      relativesOfStaff: [],
    },
  });

export const emergencyParams = z.strictObject({ caseId: uuid.describe('案件编号') });

export const emergenciesQuery = z.strictObject({
  ...pageQuery,
  township: division.optional(),
  open: z.enum(['true', 'false']).optional().describe('Those still under way, or those that are over / 是否办结'),
});

export const emergencyLineSchema = z
  .object({
    caseId: z.uuid(),
    caseNumber: z.string(),
    township: division,
    persons: z.int(),
    stage: z.enum(stages),
    endedAs: z.string().nullable(),
    reportedAt: instant,
    aidDueAt: instant.nullable().describe('By when help must have arrived; null once it has / 先行救助时限'),
    minutesLeft: z.int().nullable().describe('Below zero when it is late / 剩余分钟'),
    givenFen: fen.describe('Given so far / 已给付'),
  })
  .meta({ id: 'EmergencyLine', description: 'An emergency as lists show it / 急难' });
export type EmergencyLine = z.output<typeof emergencyLineSchema>;

export const emergencySchema = emergencyLineSchema
  .extend({
    destroyed: destructionSchema,
    report: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('As it came in; null for those who do not serve the person / 报告内容'),
    way: aidSchema.shape.way,
    transfer: aidSchema.shape.transfer,
    aid: z.array(aidLineSchema),
    stagesLeft: aidSchema.shape.stagesLeft,
    ...referralFields,
    tasks: z.array(taskSchema),
    clocks: z.array(clockSchema).describe('Those not stopped yet'),
    similar: z
      .array(z.object({ caseId: z.uuid(), caseNumber: z.string(), reportedAt: instant, stage: z.enum(stages) }))
      .describe('Others of the same township, two days before or after: perhaps the same event / 可能的重复报告'),
    identity: z
      .object({
        at: instant,
        source: z.enum(identitySources),
        found: z
          .array(
            z.object({
              caseId: z.uuid(),
              caseNumber: z.string(),
              what: z.enum(['aid', 'benefit', 'application']),
              amountFen: fen.describe('Of aid in all; of a benefit for the household, a month'),
            }),
          )
          .describe('What else the same person was given in this county / 本县其他救助'),
        inAllFen: fen.describe('Aid of this case and the others / 临时救助合计'),
        capFen: fen.describe('The cap as it was that day, with leave of a joint meeting / 上限'),
      })
      .nullable()
      .describe('Since it is known who was helped / 身份查明'),
  })
  .meta({ id: 'Emergency' });
