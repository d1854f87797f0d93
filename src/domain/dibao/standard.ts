import { type Membership, membershipOf } from '../household.ts';
import { ok } from '../outcome.ts';
import { fact, forEach, type Rule, rule } from '../rules.ts';
import {
  assistedMembers,
  asWritten,
  type DibaoFacts,
  fromPolicy,
  info,
  inReckoning,
  paidMembers,
  reckoned,
  sourceOf,
} from './facts.ts';
import type { AssessmentInput } from './input.ts';

/** The key of the standard that holds for a household. */
export function standardKey({ residence }: Pick<AssessmentInput, 'residence'>) {
  return residence === 'urban' ? 'dibao.standard.urban' : 'dibao.standard.rural';
}

/** 低保标准: the dated local standard for one person, in the period of reckoning (SAL-2026 art. 19). */
export const standard: Rule<DibaoFacts, number> = fact(
  info('standard', '低保标准', 'Standard for one person', 'SAL-2026 art. 19', reckoned),
  (facts) => {
    const found = facts.policy(standardKey(facts.input));
    if (!found.ok) return found;
    const source = `${asWritten(found.value.value)}，${sourceOf(found.value)}`;
    return ok({ value: inReckoning(found.value.value, facts), source });
  },
);

/** 共同生活的家庭成员: who counts, and why (MCA-57 art. 7). */
export const familySize = forEach(
  info('members', '共同生活的家庭成员人数', 'Members counted', 'MCA-57 art. 7', 'persons'),
  ({ input }: DibaoFacts) => input.members.map((member, index) => ({ member, index })),
  fact(
    info('member', '家庭成员认定', 'Member counted or not', 'MCA-57 art. 7', 'code'),
    ({
      item: { member, index },
      on,
    }: DibaoFacts & { item: { member: AssessmentInput['members'][number]; index: number } }) =>
      ok({ value: { ...membershipOf(member, on) }, source: `成员${index + 1}（${member.relation}）` }),
  ),
  (memberships: readonly Membership[]) => memberships.filter(({ counted }) => counted).length,
);

/** 保障人数: how many are assisted: the family, or in 单人保 the applicant alone (MCA-57 arts. 4, 8). */
export const assisted: Rule<DibaoFacts, number> = (facts) =>
  facts.input.applyingAs === 'household' ? familySize(facts) : applicantAlone(facts);

const applicantAlone: Rule<DibaoFacts, number> = fact(
  info('applicantAlone', '参照单人户保障人数', 'Assisted as a household of one', 'MCA-57 art. 8', 'persons'),
  () => ok({ value: 1, source: '成员1' }),
);

/**
 * 发放人数: those assisted but for whoever lost their own share by refusing work (MCA-57 art. 34). These go on counting
 * in the family, with their needs and their income: only their part of its amount is not paid.
 */
export const paidPersons = forEach(
  info('paidPersons', '发放低保金的人数', 'Persons whose share is paid', 'MCA-57 art. 34', 'persons'),
  assistedMembers,
  fact(
    info('paidPerson', '本人低保金是否发放', 'Own share paid', 'MCA-57 art. 34', 'yesNo'),
    (facts: DibaoFacts & { readonly item: number }) =>
      ok({ value: paidMembers(facts).includes(facts.item), source: `成员${facts.item + 1}` }),
  ),
  (each: readonly boolean[]) => each.filter((paid) => paid).length,
);

/** 标准 × 人数: what the family, or those assisted, should have. Multiplied first; nothing is ever divided by persons. */
export const familyNeeds = rule(
  info('familyNeeds', '家庭按标准应有收入', 'Standard × members', 'SAL-2026 art. 18', reckoned),
  { standard, familySize },
  ({ standard, familySize }) => standard * familySize,
);

export const assistedNeed = rule(
  info('assistedNeed', '保障人口按标准应有收入', 'Standard × persons assisted', 'MCA-57 art. 23', reckoned),
  { standard, assisted },
  ({ standard, assisted }) => standard * assisted,
);

/** 低保边缘线: the family's needs raised by the edge multiple, rounded up to the fen, as "below" is asked of whole fen. */
export const edgeLine = rule(
  info('edgeLine', '低保边缘收入线', 'Edge-family line', 'OP-2023 part 2; SAL-2026 art. 21', reckoned),
  { familyNeeds, multiple: fromPolicy('dibao.edge.multiple', 'multiple', 'Edge multiple') },
  ({ familyNeeds, multiple }) => Math.ceil((familyNeeds * multiple.numerator) / multiple.denominator),
);
