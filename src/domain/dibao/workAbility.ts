import { ageOn } from '../calendar.ts';
import type { Member } from '../household.ts';
import { ok } from '../outcome.ts';
import { fact, forEach, rule } from '../rules.ts';
import { assistedMembers, type DibaoFacts, fromPolicy, info } from './facts.ts';

/** Why somebody is taken not to be able to work; undefined: nothing but their age may stand against it. */
type Inability = 'disability' | 'seriousIllness' | 'cannotLiveIndependently' | 'fullTimeStudent';

/** Dibao has no definition of its own; that of 特困 is taken by analogy, with illness, dependence and study beside it. */
const article = 'MCA-57 art. 31; MCA-43 art. 5';

/** Grades at which a disability of each kind takes the ability to work (MCA-43 art. 5). Several disabilities together: the grave ones. */
const gravestGrades: { readonly [K in NonNullable<Member['disability']>['kind']]: number } = {
  intellectual: 3,
  mental: 3,
  physical: 2,
  visual: 1,
  multiple: 2,
  hearing: 0,
  speech: 0,
};

function inabilityOf({ disability, situations }: Member): Inability | undefined {
  if (disability && disability.grade <= gravestGrades[disability.kind]) return 'disability';
  const conditions = ['seriousIllness', 'cannotLiveIndependently', 'fullTimeStudent'] as const;
  return conditions.find((condition) => situations.includes(condition));
}

type WithMember = DibaoFacts & { readonly item: number };

/** 劳动能力: of one member. */
const ability = rule(
  info('work.ability', '成员劳动能力', 'Whether one member can work', article, 'code'),
  {
    age: fact(info('work.age', '周岁', 'Age', article, 'pieces'), ({ input, item, on }: WithMember) =>
      ok({ value: ageOn(input.members[item]?.birthDate ?? on, on), source: `成员${item + 1}` }),
    ),
    inability: fact(
      info('work.inability', '丧失劳动能力情形', 'What takes the ability to work', article, 'code'),
      ({ input, item }: WithMember) => {
        const member = input.members[item];
        return ok({ value: (member && inabilityOf(member)) ?? null, source: `成员${item + 1}` });
      },
    ),
    from: fromPolicy('work.fromAge', 'pieces', 'Able to work from this age'),
    until: fromPolicy('work.untilAge', 'pieces', 'Until below this age'),
  },
  ({ age, inability, from, until }) => {
    if (age < from) return 'tooYoung';
    return age >= until ? 'tooOld' : (inability ?? 'able');
  },
);

/** Whether anybody assisted is able to work. */
export const somebodyAble = forEach(
  info('work.somebody', '有成员具备劳动能力', 'Somebody able to work', article, 'yesNo'),
  assistedMembers,
  ability,
  (abilities: readonly string[]) => abilities.includes('able'),
);
