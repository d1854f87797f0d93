/**
 * The stages of a continuing case, in the words of the procedure (MCA-57), of temporary aid (SAL-2026 art. 29), and those
 * of emergency aid (SAL-2026 art. 50).
 */
export const stages = [
  'intake',
  'survey',
  'review',
  'posting',
  'confirmation',
  'refusal',
  'benefit',
  'closing',
  'giving',
  'report',
  'firstAid',
  'papers',
  'accountability',
  'settling',
  'ended',
] as const;
export type Stage = (typeof stages)[number];

/** How a case ended. */
export type Ending =
  | 'notAccepted'
  | 'withdrawn'
  | 'terminated'
  | 'refused'
  | 'benefitEnded'
  | 'joined'
  | 'notEmergency'
  | 'aidNotNeeded'
  | 'aidRefused'
  | 'aided'
  | 'aidStopped';

/**
 * What runs beside the stages, each in rounds of its own: requests that may come at any time before the decision,
 * and during the benefit its payments, the changes reported, what registers say, the looks at the family and what is
 * brought against decisions.
 */
export const threads = [
  'case',
  'complaints',
  'payments',
  'letters',
  'account',
  'recovery',
  'repayments',
  'changes',
  'matches',
  'reviews',
  'exits',
  'remedies',
  'duty',
  'aid',
  'referrals',
  'answers',
  'awaited',
  'meeting',
  'followUps',
  'identity',
  'corrections',
  'returns',
  'followUp',
  'stages',
  'bridging',
] as const;
export type Thread = (typeof threads)[number];
