import { z } from 'zod';
import { disabilityKinds, incomeKinds, propertyKinds, relations, situations } from '../../domain/case/declaration.ts';
import { needSchema } from './aid.ts';
import { accountSchema, division, fen, memberNo, name, officer, words } from './fields.ts';

/** A village's code begins with its township's; where none is given nothing is wrong. */
export function liesIn(village: string | undefined, township: string): boolean {
  return village === undefined || (village.startsWith(township.slice(0, 9)) && !village.endsWith('000'));
}

const period = z.enum(['month', 'year']);

const member = z.strictObject({
  memberNo: memberNo.describe('From 1, without gaps / 成员序号'),
  name: name.describe('姓名'),
  idNumber: z.string().trim().min(15).max(18).describe('GB 11643; the old form of 15 digits is taken / 公民身份号码'),
  phone: z
    .string()
    .regex(/^[0-9+-]{5,20}$/)
    .optional()
    .describe('联系电话'),
  relation: z
    .enum(relations)
    .describe('To the applicant; the first member is the applicant, and no other / 与申请人关系'),
  disability: z
    .strictObject({
      kind: z.enum(disabilityKinds),
      grade: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    })
    .optional()
    .describe('As on the disability certificate / 残疾类别与等级'),
  situations: z
    .array(z.enum(situations))
    .max(situations.length)
    .default([])
    .describe('Circumstances the law asks about / 情形'),
  consent: z
    .strictObject({ signedOn: z.iso.date(), signedBy: z.enum(['self', 'guardian']) })
    .optional()
    .describe('Consent to the data check; each member living together signs one (MCA-57 art. 9) / 核对授权'),
});

/** What a family declares when it applies. Amounts in fen. */
export const applicationSchema = z
  .strictObject({
    programme: z.enum(['dibao', 'temporary']).describe('最低生活保障；临时救助（支出型）'),
    need: needSchema.optional(),
    township: division.describe('The township it belongs to; any window takes it and passes it on / 受理乡镇'),
    village: division
      .optional()
      .describe('Village or community of that township, where it has a code / 村（居）民委员会'),
    area: z.enum(['urban', 'rural']).describe('城镇或农村'),
    applyingAs: z
      .enum(['household', 'singlePerson'])
      .default('household')
      .describe('singlePerson: 单人保 (MCA-57 art. 8)'),
    members: z.array(member).min(1).max(30),
    incomes: z
      .array(
        z.strictObject({
          memberNo,
          kind: z.enum(incomeKinds).describe('MCA-57 art. 13: 工资性、经营净、财产净、转移净、其他'),
          origin: words.min(1).max(200).describe('In the family’s words / 来源'),
          amountFen: fen,
          period,
          exemption: z
            .string()
            .regex(/^[a-zA-Z]{1,40}$/)
            .optional()
            .describe('A code of dibao.income.exempt / 不计入收入的项目'),
        }),
      )
      .max(200),
    deductions: z
      .array(z.strictObject({ memberNo, kind: z.enum(['disability', 'seriousIllness']), amountFen: fen, period }))
      .max(60)
      .default([])
      .describe('Proven rigid costs / 刚性支出扣减'),
    property: z
      .array(
        z.strictObject({
          memberNo,
          kind: z.enum(propertyKinds).describe('MCA-57 art. 14'),
          amountFen: fen.optional().describe('For financial property'),
          count: z.int().min(1).max(100).optional().describe('For things'),
          familyShop: z.boolean().optional(),
          exemption: z
            .enum([
              'treatmentVehicle',
              'rehabilitationVehicle',
              'livelihoodVehicle',
              'assistanceDeposit',
              'houseSaleWithinYear',
            ])
            .optional(),
        }),
      )
      .max(200),
    account: accountSchema.optional().describe('Where the money is to go; may be corrected later / 收款账户'),
    proxy: z
      .strictObject({ name, relation: words.min(1).max(60) })
      .optional()
      .describe('Who hands it in for the family (MCA-57 art. 6) / 代办人'),
    relativesOfStaff: z
      .array(z.strictObject({ officer, memberNo, relation: words.min(1).max(60) }))
      .max(20)
      .default([])
      .describe('Near relatives among the staff (MCA-57 art. 11): they touch nothing in the case / 近亲属备案'),
  })
  .refine(({ township, village }) => liesIn(village, township), {
    path: ['village'],
    error: 'is no village of that township 不属于该乡镇',
  })
  .refine(({ programme, need }) => (programme === 'temporary') === (need !== undefined), {
    path: ['need'],
    error: 'temporary assistance needs it, and nothing else has it 仅临时救助填写，且必填',
  })
  .meta({
    id: 'Application',
    description: 'Declaration of a household / 家庭申报',
    example: {
      programme: 'dibao',
      township: '420582001000',
      area: 'urban',
      applyingAs: 'household',
      members: [
        {
          memberNo: 1,
          name: '示例甲',
          idNumber: '420582197805120022',
          relation: 'applicant',
          situations: [],
          consent: { signedOn: '2026-03-02', signedBy: 'self' },
        },
      ],
      incomes: [{ memberNo: 1, kind: 'wage', origin: '零工', amountFen: 46800, period: 'month' }],
      deductions: [],
      property: [{ memberNo: 1, kind: 'financial', amountFen: 300000 }],
      account: { holder: '示例甲', bankName: '示例银行', number: '6217000000000000001' },
      relativesOfStaff: [],
    },
  });

export const applicationReceiptSchema = z
  .object({
    caseId: z.uuid(),
    caseNumber: z.string().describe('For people: on letters and over the counter / 受理编号'),
  })
  .meta({
    id: 'ApplicationReceipt',
    example: { caseId: '0f8fad5b-d9cb-469f-a165-70867728950e', caseNumber: 'DD-420582-2026-000001' },
  });
