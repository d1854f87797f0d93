import { z } from 'zod';
import { roles } from '../../domain/case/roles.ts';
import { stages } from '../../domain/case/stages.ts';
import { type TaskKindName, taskKinds } from '../../domain/case/taskKinds.ts';
import { decisionSchemas } from '../decisions.ts';
import { division, instant, officer, pageQuery, uuid } from './fields.ts';

export const taskKind = z.enum(Object.keys(taskKinds) as [TaskKindName, ...TaskKindName[]]);

/** green: time left; yellow: warned; red: passed. Null: the task has no clock. */
export const clockColour = z.enum(['green', 'yellow', 'red']);

export const taskSchema = z
  .object({
    taskId: z.string(),
    caseId: z.uuid(),
    caseNumber: z.string(),
    kind: taskKind,
    title: z.string().describe('事项名称'),
    article: z.string(),
    role: z.enum(roles).describe('Who may decide it'),
    division,
    outcomes: z.array(z.string()).describe('How it can be decided'),
    version: z.int().describe('Send it back with the decision: it says what your screen showed'),
    status: z.enum(['open', 'decided', 'withdrawn']),
    standing: z.boolean().describe('May be decided at any time and asks for nothing'),
    openedAt: instant,
    dueAt: instant.nullable(),
    clock: z.string().nullable().describe('Id of the clock it is due by'),
    colour: clockColour.nullable(),
    urgent: z.boolean().describe('Of an emergency: before everything else / 急难'),
    minutesLeft: z.int().nullable().describe('Of an emergency, below zero when it is late; null otherwise / 剩余分钟'),
    about: z.record(z.string(), z.unknown()).describe('Codes and numbers that say which of several it is'),
    claimedBy: officer.nullable(),
    claimedAt: instant.nullable(),
  })
  .meta({ id: 'Task', description: 'A wait-point at which a person decides / 待办事项' });
export type Task = z.output<typeof taskSchema>;

export const worklistQuery = z.strictObject({
  ...pageQuery,
  kind: taskKind.optional(),
  caseId: uuid.optional(),
  standing: z.enum(['true', 'false']).default('false').describe('true: also tasks that may be decided at any time'),
});

export const taskParams = z.strictObject({ taskId: z.string().max(160) });

/** The decision as sent: the version the screen showed, and what the kind of task asks for. */
export const anyDecisionSchema = z.looseObject({ taskVersion: z.int().positive(), outcome: z.string() }).meta({
  id: 'Decision',
  description:
    'taskVersion, outcome, and what this kind of task asks for; unknown fields are refused. The forms: schemas Decision-<kind>.',
  example: { taskVersion: 1, outcome: 'accepted' },
});

for (const [kind, schema] of Object.entries(decisionSchemas)) {
  z.globalRegistry.add(schema, { id: `Decision-${kind}`, description: taskKinds[kind as TaskKindName].zh });
}

export const decidedSchema = z
  .object({
    receipt: z.object({ commandId: z.uuid(), seq: z.int().describe('Place in the case’s journal'), at: instant }),
    task: taskSchema,
    case: z.object({ caseId: z.uuid(), stage: z.enum(stages), endedAs: z.string().nullable() }),
  })
  .meta({ id: 'Decided' });
