import { z } from 'zod';
import { messageKinds } from '../../domain/case/events.ts';
import { roles } from '../../domain/case/roles.ts';
import { division, instant } from './fields.ts';
import { taskKind } from './tasks.ts';

export const caseMessageSchema = z
  .object({
    messageId: z.string(),
    kind: z.enum(messageKinds),
    title: z.string(),
    urgent: z.boolean(),
    status: z.enum(['requested', 'sent', 'delivered', 'failed', 'undeliverable']),
    reason: z.string().nullable().describe('Why it did not arrive: noPhone, unknownNumber, switchedOff …'),
    requestedAt: instant,
    sendFrom: instant.describe('Not at night and not on rest days, unless urgent / 最早发送时间'),
    sentAt: instant.nullable(),
    settledAt: instant.nullable().describe('When the gateway said what became of it'),
    text: z.string().nullable().describe('As sent; null for those who do not serve the household'),
    contentHash: z.string().describe('Keyed hash of the text, as the journal quotes it'),
  })
  .meta({ id: 'CaseMessage', description: 'A text message to the household / 短信' });
export type CaseMessage = z.output<typeof caseMessageSchema>;

const count = { open: z.int(), dueSoon: z.int(), overdue: z.int() };

export const digestSchema = z
  .object({
    role: z.enum(roles),
    division,
    ...count,
    withinWorkingDays: z.int().describe('Within how many working days a task is due soon'),
    kinds: z.array(z.object({ kind: taskKind, title: z.string(), ...count })).describe('The most first'),
  })
  .meta({ id: 'Digest', description: 'What there is to do for one role in one division, as of now / 待办摘要' });

/** Those whose work comes as tasks. */
export const digestRoles = [
  'township_clerk',
  'duty_officer',
  'investigator',
  'township_reviewer',
  'county_officer',
  'county_leader',
] as const;

/** A phone, and the seats whose digest goes to it. What was set before holds no more. */
export const contactSchema = z
  .strictObject({
    phone: z.string().regex(/^[0-9+-]{5,20}$/),
    seats: z.array(z.strictObject({ role: z.enum(digestRoles), division })).max(10),
  })
  .meta({
    id: 'OfficerContact',
    description:
      'Where an officer gets the morning’s digest, and is called on duty; no seats: nowhere / 工作人员联系方式',
    example: { phone: '13900000000', seats: [{ role: 'township_clerk', division: '420582001000' }] },
  });

export const contactSetSchema = z.object({
  officer: z.string(),
  seats: z.array(z.object({ role: z.enum(digestRoles), division })),
});
