import { z } from 'zod';
import { type PolicyKey, policyKeys } from '../../domain/policyKeys.ts';
import { division } from './fields.ts';

export const divisionSchema = z
  .object({ code: division, name: z.string(), level: z.string(), parent: division.nullable() })
  .meta({ id: 'Division', description: 'GB/T 2260 and the statistical codes below the county / 行政区划' });

export const divisionsQuery = z.strictObject({ parent: division.optional().describe('Only those directly below') });

export const policyQuery = z.strictObject({
  division,
  key: z.enum(Object.keys(policyKeys) as [PolicyKey, ...PolicyKey[]]).describe('政策项'),
  on: z.iso.date().describe('The day asked about / 日期'),
  knownAt: z.iso.date().optional().describe('As it was known that day; default: as known on the day asked about'),
});

export const policyValueSchema = z
  .object({
    division: division.describe('The place that set it: the nearest upward that did'),
    key: z.string(),
    title: z.string(),
    value: z.unknown().describe('Amounts in fen'),
    unit: z.string(),
    effectiveFrom: z.string(),
    effectiveTo: z.string().nullable().describe('First day it no longer holds'),
    knownFrom: z.string(),
    ground: z.string().describe('Document and article / 依据'),
    setBy: z.string(),
    level: z.enum(['national', 'local', 'assumed']),
    runningClocks: z
      .enum(['replan', 'applied'])
      .optional()
      .describe('Its document has it hold for clocks that run already; and: it was applied to them / 适用于在办案件'),
  })
  .meta({ id: 'PolicyValue' });

export const movementSchema = z
  .object({
    county: division,
    key: z.string(),
    kind: z.string(),
    from: z.int().describe('The length they run with'),
    to: z.int().describe('The length they would have'),
    unit: z.string(),
    ground: z.string(),
    clocks: z.int(),
    earlier: z.int(),
    later: z.int(),
    nextWorkingDay: z.int().describe('New end over already: due on the next working day'),
    examples: z.array(z.object({ caseId: z.uuid(), dueOn: z.string(), wouldBe: z.string() })),
  })
  .meta({ id: 'Movement', description: 'What a changed length would do to clocks that run already / 期限调整预览' });

export const testClockSchema = z.object({
  now: z.string().describe('Business time, ISO 8601'),
  today: z.iso.date().describe('Business date, +08:00'),
});

export const advanceSchema = z.strictObject({
  to: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .describe('An instant, or a date for nine in the morning of that day, +08:00')
    .meta({ example: '2026-04-01' }),
});
