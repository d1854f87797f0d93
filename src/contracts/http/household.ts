import { z } from 'zod';
import { relations, situations } from '../../domain/case/declaration.ts';
import { findingSchema } from '../decisions.ts';
import { needSchema } from './aid.ts';
import { applicationSchema } from './applications.ts';
import { instant, memberNo } from './fields.ts';

const { area, applyingAs, incomes, deductions, property, proxy, relativesOfStaff } = applicationSchema.shape;
const declaredMember = applicationSchema.shape.members.element.shape;

/** What a family declared, as those read it who serve it: numbers of persons and accounts masked. */
export const declarationSchema = z
  .object({
    submittedOn: z.iso.date(),
    submittedBy: z.string().describe('Staff number / 工号'),
    area,
    applyingAs,
    need: needSchema.nullable(),
    members: z.array(
      z.object({
        memberNo,
        name: z.string(),
        idNumber: z.string().describe('Masked, 6 and 4'),
        age: z.int().describe('On the day of the application'),
        phone: z.string().optional(),
        relation: z.enum(relations),
        situations: z.array(z.enum(situations)),
        disability: declaredMember.disability,
        consent: declaredMember.consent,
      }),
    ),
    incomes,
    deductions,
    property,
    account: z
      .object({ holder: z.string(), bankName: z.string(), number: z.string().describe('Masked, 4 and 4') })
      .nullable()
      .describe('As declared; a corrected one stands in the decision that corrected it'),
    proxy: proxy.unwrap().nullable(),
    relativesOfStaff,
  })
  .meta({ id: 'DeclarationView', description: 'What the family declared / 家庭申报内容' });
export type DeclarationView = z.output<typeof declarationSchema>;

export const checksSchema = z
  .object({
    reports: z
      .array(
        z.object({
          from: z.enum(['platform', 'paper']),
          receivedAt: instant,
          taken: z.boolean().describe('The present survey goes by it; the others came late or contradict it'),
          findings: z.array(findingSchema),
          statuses: z.array(z.record(z.string(), z.unknown())).describe('Death, marriage, other benefits: who counts'),
          unavailable: z.array(z.string()).describe('Sources that gave no answer: nothing is known from them'),
        }),
      )
      .describe('In the order in which they came'),
    differences: z
      .array(
        z.object({
          difference: z.int().describe('As in `about` of the task resolveDiscrepancy'),
          memberNo,
          source: z.string(),
          what: z.string().describe('Kind of income or property, or a status such as death'),
          unit: z.enum(['fenPerYear', 'fen', 'pieces']).nullable().describe('Null for a status'),
          declared: z.int().nullable(),
          found: z.int().nullable(),
          on: z.string().nullable().describe('Since when, for a status'),
          resolved: z.enum(['declarationStands', 'reportStands']).nullable(),
        }),
      )
      .describe('Where check and visit differ from the declaration, as the last survey compared them'),
  })
  .meta({ id: 'Checks', description: 'Data-check reports and their differences / 信息核对情况' });
export type Checks = z.output<typeof checksSchema>;
