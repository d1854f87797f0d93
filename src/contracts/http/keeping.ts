import { z } from 'zod';
import { listStates } from '../../domain/keeping/list.ts';
import { holdReasons, keptBy } from '../../domain/keeping/words.ts';
import { caseParams, instant, officer, pageQuery } from './fields.ts';

const day = z.iso.date();
const listId = z
  .string()
  .regex(/^[0-9]{6}-[0-9]{4}-[0-9]{3}$/)
  .describe('Number of the list: county, year, number in the year / 清册编号');

export const listParams = z.strictObject({ listId });
export const listsQuery = z.strictObject(pageQuery);

export const keepOnSchema = z
  .strictObject({
    reason: z
      .enum(holdReasons)
      .describe('A code: the record of it is kept for ever, and words might name somebody / 延期事由'),
    until: day.describe('The last day it is kept for this reason / 延期至'),
  })
  .meta({ id: 'KeepOn', example: { reason: 'lawsuit', until: '2031-06-30' } });

const holdFields = {
  reason: z.enum(holdReasons),
  until: day.describe('The last day it is kept for this reason / 延期至'),
  sentence: z.string().describe('The reason in words / 事由'),
};

export const heldSchema = z.object({ caseId: z.uuid(), ...holdFields }).meta({ id: 'KeptOn' });

export const proposeListSchema = z
  .strictObject({
    caseIds: z
      .array(caseParams.shape.caseId)
      .min(1)
      .max(500)
      .optional()
      .describe('Left out: every file whose time is over and that nothing keeps, 500 at most / 不填即全部到期档案'),
  })
  .meta({ id: 'ProposeDestructionList', example: {} });

export const filesSeenSchema = z
  .strictObject({ files: z.int().min(0).max(500).describe('How many files you saw on it / 所见卷数') })
  .meta({ id: 'FilesSeen', example: { files: 12 } });

const dueFileSchema = z.object({
  caseId: z.uuid(),
  caseNumber: z.string(),
  endedOn: day,
  keepUntil: day.describe('The last day of its time / 保存至'),
  held: z
    .object(holdFields)
    .nullable()
    .describe('The newest word on keeping it on, also where its day is over / 延期保存'),
  keptBy: z.array(z.enum(keptBy)).describe('Empty: nothing keeps it / 不得销毁的原因'),
});

export const dueFilesSchema = z
  .object({
    items: z.array(dueFileSchema),
  })
  .meta({ id: 'DueFiles', description: 'Ended files whose time is over, the first over first / 保存期满的档案' });

const destroyed = {
  persons: z.int().nullable(),
  contents: z.int().nullable().describe('Sealed texts destroyed / 已销毁内容份数'),
  documents: z.int().nullable().describe('Attachments destroyed / 已销毁附件件数'),
};

export const listSchema = z
  .object({
    listId,
    state: z.enum(listStates),
    ground: z.string().describe('The law it rests on, as policy had it / 依据'),
    proposedBy: officer,
    proposedAt: instant,
    approvedBy: officer.nullable(),
    approvedAt: instant.nullable(),
    supervisors: z.int().nullable().describe('How many are to supervise, by the policy of the day / 监销人数'),
    doneAt: instant.nullable(),
    files: z.int().describe('On it, less what was taken off / 卷数'),
    destroyedFiles: z.int(),
  })
  .meta({ id: 'DestructionList', description: 'Files to be destroyed together / 销毁清册' });

export const listWithFilesSchema = listSchema.extend({
  verified: z.boolean().describe('Its own chained record is whole / 记录链完整'),
  supervisions: z.array(z.object({ officer, role: z.string(), at: instant })),
  items: z.array(
    z.object({
      caseId: z.uuid(),
      caseNumber: z.string(),
      endedOn: day,
      keepUntil: day,
      takenOff: z
        .object({ at: instant, by: z.string(), why: z.string(), sentence: z.string() })
        .nullable()
        .describe('It stays on file, and why / 移出'),
      destroyedAt: instant.nullable(),
      ...destroyed,
    }),
  ),
});

/** What a destroyed case says of itself. */
export const destructionSchema = z
  .object({
    listId,
    at: instant,
    persons: z.int(),
    contents: z.int(),
    documents: z.int(),
    sentence: z.string().describe('In words / 说明'),
  })
  .nullable()
  .describe('When and by which list its content was destroyed; null: it is on file / 销毁情况');
