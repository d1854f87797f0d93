import { z } from 'zod';
import { division, officer, words } from './fields.ts';

const day = z.iso.date();
const label = words.min(2).max(60).describe('The post, never a private matter / 岗位');

export const staffQuery = z.strictObject({ on: day.optional().describe('Those who serve on that day / 当日在岗') });

export const staffEntrySchema = z
  .strictObject({
    division: division.describe('Where the officer works / 工作单位所在区划'),
    label,
    from: day.optional().describe('First day; left out: since ever / 到岗日期'),
    until: day.optional().describe('Last day; left out: still there / 离岗日期'),
  })
  .refine(({ from = '', until = '9999' }) => from <= until, {
    path: ['until'],
    error: 'not before `from` 不得早于到岗日期',
  })
  .meta({
    id: 'StaffEntry',
    description: 'An officer in the register of the county / 工作人员登记',
    example: { division: '420582001000', label: '调查员甲', from: '2026-01-01' },
  });

const shown = z.object({
  officer: z.string(),
  division,
  label: z.string(),
  from: day.nullable(),
  until: day.nullable(),
});
export const staffSchema = shown.meta({ id: 'Staff', description: 'Who works where, and in which days / 工作人员' });
export const staffListSchema = z.object({ items: z.array(staffSchema) });
export const staffParams = z.strictObject({ officer });
