import { z } from 'zod';
import { outsideSystemNames } from '../../domain/outside.ts';
import { instant } from './fields.ts';

export const outsideSystemSchema = z
  .object({
    system: z.enum(outsideSystemNames),
    name: z.string(),
    state: z
      .enum(['answers', 'down', 'quiet'])
      .describe('quiet: not called, or it calls us by itself, so that nothing can be said / 无法判断'),
    downSince: instant
      .nullable()
      .describe('The first call that failed after the last that was answered / 中断起始时间'),
    downMinutes: z.int().nullable(),
    lastHeardAt: instant.nullable(),
    callsWaiting: z.int().describe('What has not reached it yet / 待送达'),
    oldestCallAt: instant.nullable(),
    answersAwaited: z.int().describe('What it has taken and not answered / 已送达、待回复'),
  })
  .meta({ id: 'OutsideSystem', description: 'A system we depend on and do not run / 外部系统' });
