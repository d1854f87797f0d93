import { ageOn, type PlainDate } from './calendar.ts';

/** What a member is to the applicant (GB/T 4761 in short). */
type Relation = 'applicant' | 'spouse' | 'child' | 'parent' | 'grandparent' | 'grandchild' | 'sibling' | 'other';

/** Disability types and grades of the second-generation certificate (GB/T 26341); grade 1 is the gravest. */
interface Disability {
  readonly kind: 'visual' | 'hearing' | 'speech' | 'physical' | 'intellectual' | 'mental' | 'multiple';
  readonly grade: 1 | 2 | 3 | 4;
}

/** What else about a member matters to the law, as declared and found on the visit. */
export type Situation =
  /** 全日制在读 (up to bachelor level). */
  | 'fullTimeStudent'
  /** 不能独立生活 (an adult who cannot live independently). */
  | 'cannotLiveIndependently'
  /** 有法定赡养、扶养、抚养义务并长期共同居住. */
  | 'supportDutyLivingTogether'
  /** 重特大疾病, as the county recognises it. */
  | 'seriousIllness'
  /** 就业. */
  | 'employed'
  /** 服刑. */
  | 'imprisoned'
  /** 强制隔离戒毒. */
  | 'compulsoryDetox'
  /** 宣告失踪. */
  | 'declaredMissing'
  /** 脱离家庭、在宗教场所居住三年以上的宗教教职人员. */
  | 'clergyApart'
  /** 已死亡: never declared, found by the data check. */
  | 'deceased'
  /** 无正当理由多次拒绝就业，停发本人低保金 (MCA-57 art. 34): never declared; counts in the family, and is paid nothing. */
  | 'benefitStoppedForRefusals';

/** One person of the family. No name, no number: only what the law asks. */
export interface Member {
  readonly relation: Relation;
  readonly birthDate: PlainDate;
  readonly disability?: Disability;
  readonly situations: readonly Situation[];
}

/** Why a member counts or does not (MCA-57 art. 7). */
type MembershipGround =
  | 'applicant'
  | 'spouse'
  | 'minorChild'
  | 'dependentAdultChild'
  | 'supportDuty'
  | 'imprisoned'
  | 'compulsoryDetox'
  | 'declaredMissing'
  | 'clergyApart'
  | 'deceased'
  | 'notOfTheHousehold';

export type Membership = {
  readonly counted: boolean;
  readonly ground: MembershipGround;
};

const notCounted = [
  'imprisoned',
  'compulsoryDetox',
  'declaredMissing',
  'clergyApart',
  'deceased',
] as const satisfies readonly Situation[];

/** Whether a member belongs to the family living together (共同生活的家庭成员) on a day, and why. MCA-57 art. 7. */
export function membershipOf(member: Member, on: PlainDate): Membership {
  const absent = notCounted.find((situation) => member.situations.includes(situation));
  if (absent) return { counted: false, ground: absent };
  const ground = countedGround(member, on);
  return ground ? { counted: true, ground } : { counted: false, ground: 'notOfTheHousehold' };
}

function countedGround({ relation, birthDate, situations }: Member, on: PlainDate): MembershipGround | undefined {
  if (relation === 'applicant' || relation === 'spouse') return relation;
  if (relation === 'child') {
    if (ageOn(birthDate, on) < 18) return 'minorChild';
    if (situations.includes('cannotLiveIndependently') || situations.includes('fullTimeStudent'))
      return 'dependentAdultChild';
  }
  return situations.includes('supportDutyLivingTogether') ? 'supportDuty' : undefined;
}

/** Grade 1 or 2, or grade 3 intellectual or mental (MCA-57 art. 8). */
export function isSeverelyDisabled({ disability }: Member): boolean {
  if (!disability) return false;
  return (
    disability.grade <= 2 ||
    (disability.grade === 3 && (disability.kind === 'intellectual' || disability.kind === 'mental'))
  );
}
