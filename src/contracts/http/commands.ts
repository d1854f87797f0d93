import { z } from 'zod';
import { uuid } from './fields.ts';

export const commandParams = z.strictObject({ commandId: uuid });

export const commandSchema = z
  .object({
    commandId: z.uuid(),
    status: z.enum(['pending', 'done', 'refused']),
    receipt: z.record(z.string(), z.unknown()).nullable(),
    refusal: z.object({ code: z.string() }).nullable(),
  })
  .meta({ id: 'Command', description: 'What became of a command / 办理结果' });
