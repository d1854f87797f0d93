import { z } from 'zod';
import { identitySources } from '../../domain/case/identityTasks.ts';
import { emergencyKinds } from '../../domain/emergency/report.ts';
import { departmentCodes } from '../../domain/meeting/departments.ts';
import { division, fen, instant, pageQuery } from './fields.ts';
import { referralFields } from './referrals.ts';

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
  .meta({
    id: 'HandoverLine',
    description: 'A family in benefit moved to another county, or somebody helped here went home / 转移接收',
  });
export type HandoverLine = z.output<typeof handoverLineSchema>;

const idNumber = z.string().describe('Masked, 6 and 4');
const handover = handoverLineSchema.extend({
  contentHash: z.string().describe('Keyed hash, as the journal of the old file quotes it'),
  journal: z.object({ seq: z.int(), hash: z.string() }).describe('Where the old file’s chain stood: an export ends so'),
});

const familyMovedOut = handover.extend({
  programme: z.literal('dibao'),
  movedOn: z.string(),
  area: z.enum(['urban', 'rural']),
  members: z.array(
    z.object({
      memberNo: z.int(),
      name: z.string(),
      idNumber,
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
});

const personGoneHome = handover.extend({
  programme: z.literal('emergency'),
  returnedOn: z.string().describe('The day on which the person was taken over / 交接日期'),
  receivedBy: z.string().describe('接收单位和接收人'),
  reason: z.string().describe('How the person is, and what is still needed / 返乡及移交情况'),
  person: z.object({ name: z.string(), idNumber }),
  identifiedBy: z.enum(identitySources).optional().describe('Who has established who it is / 查明单位'),
  event: z.object({ kind: z.enum(emergencyKinds), happenedAt: z.string(), place: z.string(), what: z.string() }),
  aid: z.array(z.object({ at: instant, form: z.string(), amountFen: fen })).describe('What was given / 已给付救助'),
  givenFen: fen.describe('In all, without what came back / 合计'),
  meetings: z
    .array(z.object({ heldOn: z.string(), outcome: z.string(), reason: z.string().nullable() }))
    .describe('What joint meetings decided / 联席会议议定'),
  followUps: z
    .array(
      z.object({
        department: z.enum(departmentCodes),
        task: z.string().nullable(),
        stands: z.enum(['open', 'done', 'cannot']),
        report: z.string().nullable(),
      }),
    )
    .describe('What departments were given to do, and how far they are / 议定事项办理情况'),
  referrals: referralFields.referrals,
});

export const handoverSchema = z
  .discriminatedUnion('programme', [familyMovedOut, personGoneHome])
  .meta({ id: 'Handover' });
export type Handover = z.output<typeof handoverSchema>;
