import { z } from 'zod';
import { roles } from '../../domain/case/roles.ts';
import { division, instant, officer, pageQuery, uuid } from './fields.ts';

/** Why personal data is read: codes and no words, which would be personal data of their own. */
export const purposes = [
  'casework', // 办理本案
  'complaint', // 处理投诉举报
  'appeal', // 行政复议、诉讼
  'correction', // 当事人查阅、更正
  'inspection', // 督导检查
  'payment', // 资金发放
  'audit', // 审计监督
  'operation', // 系统运行维护
] as const;
export type Purpose = (typeof purposes)[number];

/** On every route that opens personal data; without it, the purpose is what the reader's role is there for. */
export const readingHeaders = z.looseObject({
  'x-purpose': z.enum(purposes).optional().describe('Why you read it; recorded with the reading / 查阅事由'),
});

export const readingsQuery = z.strictObject({
  ...pageQuery,
  case: uuid.optional().describe('Of one case / 案件编号'),
  officer: officer.optional().describe('By one officer / 工号'),
});

export const readingSchema = z
  .object({
    at: instant.describe('Real time, UTC'),
    officer,
    roles: z.array(z.enum(roles)),
    division: division.describe('Of the reader'),
    route: z.string(),
    caseId: z.uuid().nullable(),
    subject: z.string().nullable().describe('What else was read: a payment run'),
    purpose: z.enum(purposes),
    stated: z.boolean().describe('Said by the reader; otherwise implied by the role'),
  })
  .meta({ id: 'Reading', description: 'Personal data was read / 个人信息查阅记录' });
export type Reading = z.output<typeof readingSchema>;
