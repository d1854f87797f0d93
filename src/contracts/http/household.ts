import { z } from 'zod';
import { applicationSchema } from './applications.ts';
import { fen, instant, memberNo } from './fields.ts';

const declared = applicationSchema.shape;

/** The declaration as handed in, for those who serve the household: numbers of persons and accounts are masked. */
export const declarationSchema = z
  .object({
    submittedBy: z.string().describe('Staff number of who took it / 受理录入人'),
    submittedAt: instant,
    area: declared.area,
    applyingAs: z.enum(['household', 'singlePerson']),
    members: z.array(
      z.object({
        memberNo,
        name: z.string(),
        idNumber: z.string().describe('Masked, 6 and 4'),
        birthDate: z.string(),
        phone: z.string().nullable(),
        relation: z.string(),
        disability: z.object({ kind: z.string(), grade: z.int() }).nullable(),
        situations: z.array(z.string()),
        consent: z.object({ signedOn: z.string(), signedBy: z.string() }).nullable().describe('核对授权'),
      }),
    ),
    incomes: z.array(
      z.object({
        memberNo,
        kind: z.string(),
        origin: z.string(),
        amountFen: fen,
        period: z.enum(['month', 'year']),
        exemption: z.string().nullable(),
      }),
    ),
    deductions: z.array(z.object({ memberNo, kind: z.string(), amountFen: fen, period: z.enum(['month', 'year']) })),
    property: z.array(
      z.object({
        memberNo,
        kind: z.string(),
        amountFen: fen.nullable(),
        count: z.int().nullable(),
        familyShop: z.boolean().nullable(),
        exemption: z.string().nullable(),
      }),
    ),
    account: z
      .object({ holder: z.string(), bankName: z.string(), number: z.string().describe('Masked, 4 and 4') })
      .nullable(),
    proxy: z.object({ name: z.string(), relation: z.string() }).nullable().describe('代办人'),
    relativesOfStaff: z.array(z.object({ officer: z.string(), memberNo, relation: z.string() })).describe('近亲属备案'),
  })
  .meta({ id: 'Declaration', description: 'What the family declared / 家庭申报' });

/** Each difference between declaration and evidence, with how it was resolved. */
export const comparisonSchema = z
  .object({
    comparisonId: z.string(),
    at: instant,
    unavailable: z.array(z.string()).describe('Sources that gave no answer / 未反馈的来源'),
    differences: z.array(
      z.object({
        nth: z.int().describe('The number the task names in `about.difference`'),
        memberNo,
        source: z.string(),
        what: z.string().describe('An income or property kind, or a status such as death'),
        declared: z.int().nullable().describe('Fen a year for incomes; fen or pieces for property; null for a status'),
        found: z.int().nullable(),
        on: z.string().nullable().describe('Since when, for a status'),
        resolution: z.string().nullable().describe('declarationStands or reportStands; null while open'),
      }),
    ),
  })
  .meta({ id: 'Comparison', description: 'What check and visit showed against the declaration / 信息比对' });
