import { z } from 'zod';
import { type HouseholdChange, otherBenefits } from '../domain/case/changes.ts';
import { incomeKinds, relations, situations } from '../domain/case/declaration.ts';
import { applicationSchema } from './http/applications.ts';
import { division, fen, memberNo, words } from './http/fields.ts';

const member = applicationSchema.shape.members.element;
const exemption = applicationSchema.shape.property.element.shape.exemption;
const incomeExemption = applicationSchema.shape.incomes.element.shape.exemption;
const disability = member.shape.disability.unwrap();
const period = z.enum(['month', 'year']);
const reference = words.min(2).max(60);

const relation = z.enum(relations).exclude(['applicant']).describe('To the applicant / 与申请人关系');
const newMemberNo = memberNo.describe('The next that nobody of this household ever had / 新成员序号，不得重复使用');

/** Not in the future: whoever takes a change compares `on` with the county's day. */
const on = z.iso.date().describe('The day it happened, not that of the report / 发生日期');
const happened = <K extends HouseholdChange['kind']>(kind: K, zh: string) => ({
  kind: z.literal(kind).describe(zh),
  on,
});
const ofMember = <K extends HouseholdChange['kind']>(kind: K, zh: string) => ({ ...happened(kind, zh), memberNo });

const pieces = z.int().min(0).max(100).describe('0: none any more / 件数，0 为不再拥有');
const amount = fen.describe('Whole fen; 0: none any more / 分，0 为不再有');

/** One change in a family (MCA-57 art. 30), as reported or found. */
export const changeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...happened('memberJoins', 'Somebody comes to live with the family / 新增共同生活成员'),
      member: member.extend({ memberNo: newMemberNo, relation }),
    }),
    z.strictObject({
      ...happened('memberBorn', 'A child is born / 新生儿'),
      member: member.omit({ consent: true, situations: true, phone: true }).extend({ memberNo: newMemberNo, relation }),
      guardian: z
        .strictObject({ memberNo, signedOn: z.iso.date() })
        .describe('Who of the family consents to the check for the child, and when / 监护人及授权日期'),
    }),
    z.strictObject({
      ...ofMember('memberLeaves', 'Somebody leaves the household / 成员迁出'),
      why: z.enum(['movedOut', 'marriedAway']).describe('迁出、婚嫁'),
    }),
    z.strictObject(ofMember('memberDied', 'A member died / 成员死亡')),
    z.strictObject(
      ofMember('memberMarried', 'A member married; who comes or goes with it is a change of its own / 成员结婚'),
    ),
    z.strictObject(ofMember('imprisoned', 'A member is in prison / 成员服刑')),
    z.strictObject(ofMember('released', 'A member came out of prison / 成员刑满释放')),
    z.strictObject(ofMember('missing', 'A court declared a member missing / 成员被宣告失踪')),
    z.strictObject(ofMember('found', 'A missing member is found / 失踪成员重新出现')),
    z.strictObject(ofMember('graduated', 'A member is no full-time student any more / 成员毕业')),
    z.strictObject({
      ...ofMember('employed', 'A member took up work / 成员就业'),
      wage: z
        .strictObject({ origin: words.min(1).max(200), amountFen: fen.min(1), period })
        .optional()
        .describe('In the place of what wage there was / 工资'),
    }),
    z.strictObject({
      ...ofMember('situation', 'A circumstance of a member began or ended / 成员情形变化'),
      situation: z.enum(situations),
      holds: z.boolean().describe('true: it holds from now on / 是否具有该情形'),
    }),
    z.strictObject({
      ...ofMember('disability', 'The disability certificate changed / 残疾等级变化'),
      disability: disability.nullable().describe('As on the certificate; null: none any more / 残疾类别与等级'),
    }),
    z.strictObject({
      ...ofMember('income', 'What a member has of one kind of income, all of it together / 收入变化'),
      income: z.enum(incomeKinds),
      origin: words.min(1).max(200).describe('In the family’s words / 来源'),
      amountFen: amount,
      period,
      exemption: incomeExemption,
    }),
    z.strictObject({
      ...ofMember('deduction', 'What rigid costs of one kind a member has / 刚性支出变化'),
      deduction: z.enum(['disability', 'seriousIllness']),
      amountFen: amount,
      period,
    }),
    z.strictObject({
      ...ofMember('property', 'What a member owns of one kind of property, all of it together / 财产变化'),
      owned: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('financial'), amountFen: amount }),
        z.strictObject({ kind: z.enum(['vehicle', 'house', 'nonResidential']), count: pieces }),
        z.strictObject({ kind: z.literal('business'), count: pieces, familyShop: z.boolean() }),
      ]),
      exemption,
    }),
    z.strictObject({
      ...ofMember(
        'jobRefused',
        'A member refused suitable work without good reason (MCA-57 art. 34) / 无正当理由拒绝就业',
      ),
      reference: reference.describe('Number of the offer: the same offer counts once / 推荐就业文书号'),
    }),
    z.strictObject({
      ...ofMember('eligibleElsewhere', 'A member has another basic-living benefit / 成员享受其他基本生活救助'),
      benefit: z.enum(otherBenefits),
    }),
    z.strictObject({
      ...ofMember('headNamed', 'The family names its applicant anew (MCA-57 art. 4) / 变更申请人'),
      relations: z
        .array(z.strictObject({ memberNo, relation }))
        .max(29)
        .describe('What every other member is to the new applicant / 其他成员与新申请人的关系'),
    }),
    z.strictObject({
      ...happened('movedWithinCounty', 'The family moved within the county / 县内迁移'),
      township: division,
      village: division.optional().describe('Where it has a code / 村（居）民委员会'),
      area: z.enum(['urban', 'rural']),
    }),
    z.strictObject({ ...happened('movedOut', 'The family moved out of the county / 迁出本县'), to: division }),
  ])
  .meta({
    id: 'HouseholdChange',
    description: 'A change in a family during its benefit / 家庭情况变化',
    example: { kind: 'memberDied', on: '2026-10-03', memberNo: 2 },
  });
