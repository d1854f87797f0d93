/** Whereto one is sent on (转介去向); the first three are decided at the township's own window. */
export const destinations = [
  'dibao',
  'tekun',
  'temporaryAid',
  'medicalAid',
  'disabilitySubsidy',
  'shelter',
  'disasterRelief',
  'other',
] as const;
export type Destination = (typeof destinations)[number];

export const destinationNames: Readonly<Record<Destination, string>> = {
  dibao: '最低生活保障',
  tekun: '特困人员救助供养',
  temporaryAid: '临时救助',
  medicalAid: '医疗救助',
  disabilitySubsidy: '残疾人两项补贴',
  shelter: '流浪乞讨人员救助管理',
  disasterRelief: '受灾人员救助',
  other: '其他部门或者社会力量',
};

/** Whether the township's own window answers; for other departments the county obtains and records the answer. */
export function answeredAtWindow(to: Destination): boolean {
  return to === 'dibao' || to === 'tekun' || to === 'temporaryAid';
}

/** The tasks by whose decision a referral is answered. */
export const answersOfReferrals: ReadonlySet<string> = new Set(['answerReferral', 'recordAnswer']);

/** A referral that waits for its answer: which of the case's, and whereto. */
export interface Referred {
  readonly no: number;
  readonly to: Destination;
}

/** A decision as far as it bears on referrals. */
export interface ReferringDecision {
  readonly kind: string;
  /** Of the referral it makes, where the record numbered it. */
  readonly referral?: number | undefined;
  /** Of the one it answers, likewise. */
  readonly answers?: number | undefined;
  readonly outcome: string;
  readonly at: string;
  readonly to?: Destination | undefined;
  readonly number?: string | undefined;
}

/** Where a referral stands: open until that side has answered. */
export interface Referral {
  readonly to: Destination;
  readonly referredAt: string;
  readonly stands: 'open' | 'taken' | 'declined' | 'opened';
  readonly answeredAt: string | null;
  /** Of the case there. */
  readonly number: string | null;
}

/** The referrals of a case from its decisions, in their order: as the fold has it, an answer without a number is to the first. */
export function referralsOf(decisions: readonly ReferringDecision[]): Referral[] {
  const referrals: (Referral & { readonly no: number | undefined })[] = [];
  for (const { kind, outcome, at, to, number, referral, answers } of decisions) {
    const which = referrals.findIndex(({ no, stands }) => no === answers && stands === 'open');
    if (answersOfReferrals.has(kind) && referrals[which])
      referrals[which] = {
        ...referrals[which],
        stands: outcome as Referral['stands'],
        answeredAt: at,
        number: number ?? null,
      };
    if (to) referrals.push({ no: referral, to, referredAt: at, stands: 'open', answeredAt: null, number: null });
  }
  return referrals.map(({ no: _, ...referral }) => referral);
}
