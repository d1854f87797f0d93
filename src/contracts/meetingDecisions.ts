import { z } from 'zod';
import { departmentCodes } from '../domain/meeting/departments.ts';
import { date, documents, text } from './decisionFields.ts';
import { fen, uuid } from './http/fields.ts';

const department = z.enum(departmentCodes).describe('Of those that policy names for this county / 成员单位');

const followUp = z.strictObject({
  department,
  task: text.describe('What it is to do / 办理事项'),
  dueOn: date.optional().describe('Left out: as many days as policy says / 办理期限'),
});
const followUps = z.array(followUp).max(20).default([]);

const votes = z.int().min(0).max(50);
const decidedBy = z
  .discriminatedUnion('way', [
    z.strictObject({ way: z.literal('consensus') }),
    z.strictObject({ way: z.literal('votes'), for: votes, against: votes, abstained: votes }),
  ])
  .describe('One mind, or votes counted / 一致意见或表决');
type DecidedBy = z.output<typeof decidedBy>;

const held = {
  heldOn: date.describe('会议日期'),
  present: z
    .array(z.strictObject({ department: department.or(z.literal('civilAffairs')), who: text }))
    .min(1)
    .max(40)
    .describe('Who was there / 出席人员'),
  minutes: uuid.describe('The signed minutes, an attachment already uploaded / 会议纪要'),
  decidedBy,
  reason: text.describe('What was found and why / 议定意见'),
  followUps,
  documents,
};

/** A majority carries what is agreed; without one it is refused. */
function carried(by: DecidedBy): boolean {
  return by.way === 'consensus' || by.for > by.against;
}

/** Nobody votes who was not there. */
function votedByThosePresent({ decidedBy: by, present }: { decidedBy: DecidedBy; present: readonly unknown[] }) {
  return by.way === 'consensus' || by.for + by.against + by.abstained <= present.length;
}
const tooManyVotes = { path: ['decidedBy'], error: 'more votes than persons present 票数多于出席人数' };

/** What the decisions about a joint meeting must bring. */
export const meetingDecisionSchemas = {
  conveneMeeting: z.strictObject({
    outcome: z.literal('convened'),
    why: z.enum(['complex', 'aboveCap']).describe('Several departments, or aid beyond its cap / 事由'),
    departments: z
      .array(
        z.strictObject({
          department,
          papers: z.array(uuid).max(50).default([]).describe('Attachments it is sent, and no others / 送达材料'),
        }),
      )
      .min(1)
      .max(departmentCodes.length)
      .refine((list) => new Set(list.map((each) => each.department)).size === list.length, {
        error: 'names a department twice 成员单位重复',
      }),
    agenda: z.array(text).min(1).max(20).describe('议题'),
    meetingOn: date.describe('Planned day / 拟定会议日期'),
    documents,
  }),
  giveOpinion: z.strictObject({
    outcome: z.enum(['agrees', 'disagrees', 'abstains']),
    opinion: text.describe('In the words of the department / 部门意见'),
    documents,
  }),
  holdMeeting: z.discriminatedUnion('outcome', [
    z
      .strictObject({
        outcome: z.literal('agreed'),
        leaveFen: fen.min(1).optional().describe('How far aid may go beyond its cap, in fen / 突破上限的金额'),
        ...held,
      })
      .refine(({ decidedBy: by }) => carried(by), {
        path: ['decidedBy'],
        error: 'no majority agreed 未过半数同意',
      })
      .refine(votedByThosePresent, tooManyVotes),
    z
      .strictObject({ outcome: z.literal('refused'), ...held })
      .refine(({ decidedBy: by }) => by.way === 'consensus' || !carried(by), {
        path: ['decidedBy'],
        error: 'a majority agreed 已过半数同意',
      })
      .refine(votedByThosePresent, tooManyVotes),
  ]),
  departmentTask: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('done'), report: text.describe('办理结果'), documents }),
    z.strictObject({ outcome: z.literal('cannot'), reason: text, documents }),
  ]),
  reassign: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('reassigned'), ...followUp.shape, reason: text, documents }),
    z.strictObject({
      outcome: z.literal('backToMeeting').describe('Once another meeting is called / 已再次召集会议'),
      reason: text,
      documents,
    }),
    z.strictObject({ outcome: z.literal('dropped'), reason: text, documents }),
  ]),
};
