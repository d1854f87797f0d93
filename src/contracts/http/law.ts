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
  })
  .meta({ id: 'PolicyValue' });

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
