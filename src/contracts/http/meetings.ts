import { z } from 'zod';
import { departmentCodes } from '../../domain/meeting/departments.ts';
import { fen, instant } from './fields.ts';

const department = z.enum(departmentCodes);
const words = z.string().nullable().describe('Null for those who may not read it');

const askedSchema = z.object({
  department,
  name: z.string().describe('As this county names it / 成员单位'),
  stands: z.enum(['asked', 'given', 'absent']).describe('absent: no answer in time / 未反馈'),
  papers: z
    .object({
      documents: z.array(z.uuid()),
      sha256: z.array(z.string()).describe('Of each attachment as it was sent'),
      contentHash: z.string().describe('Of all that was sent, agenda and day included'),
    })
    .nullable(),
  opinion: z.object({ outcome: z.string(), opinion: words, by: z.string(), at: instant }).nullable(),
});

const heldSchema = z.object({
  outcome: z.enum(['agreed', 'refused']),
  heldOn: z.string(),
  leaveFen: fen.nullable().describe('How far aid may go beyond its cap / 突破上限的金额'),
  decidedBy: z.enum(['consensus', 'votes']),
  votes: z.object({ for: z.int(), against: z.int(), abstained: z.int() }).nullable(),
  present: z.array(z.string()).describe('Departments that were there / 出席单位'),
  minutes: words.describe('Attachment with the signed minutes / 会议纪要'),
  reason: words,
  by: z.string(),
  at: instant,
});

const meetingSchema = z.object({
  round: z.int(),
  why: z.string(),
  calledBy: z.string(),
  calledAt: instant,
  meetingOn: z.string(),
  agenda: z.array(z.string()).nullable(),
  departments: z.array(askedSchema),
  held: heldSchema.nullable(),
});

const followUpSchema = z.object({
  no: z.int(),
  department,
  name: z.string(),
  stands: z.enum(['open', 'done', 'cannot']),
  taskId: z.string(),
  task: words.describe('办理事项'),
  dueAt: instant.nullable(),
  by: z.string().nullable(),
  at: instant.nullable(),
  report: words.describe('What was done, or why it cannot be / 办理结果'),
  reassigned: z
    .object({ outcome: z.string(), reason: words, by: z.string(), at: instant })
    .nullable()
    .describe(
      'What the county has made of it where the department cannot: another’s, the meeting’s, or nobody’s / 重新安排',
    ),
});

export const caseMeetingsSchema = z
  .object({
    leaveFen: fen.describe('How far aid may go beyond its cap today / 现可突破上限的金额'),
    isUnderWay: z.boolean().describe('One is yet to be held, or a department has still something to do'),
    meetings: z.array(meetingSchema),
    followUps: z.array(followUpSchema),
  })
  .meta({ id: 'CaseMeetings', description: 'Joint meetings about a case and what came of them / 联席会议' });
export type CaseMeetings = z.output<typeof caseMeetingsSchema>;
