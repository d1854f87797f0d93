import type { PlainDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { TemporaryCause } from '../policyTables.ts';

/** Where a family may apply: where it lives, or where what struck it happened (SAL-2026 art. 37). */
export const applyingAt = ['residence', 'event'] as const;

/** What has brought a family into difficulty (支出型), and what of it the family had to carry itself. */
export interface Need {
  readonly cause: TemporaryCause;
  readonly at: (typeof applyingAt)[number];
  /** The first day of what was spent. */
  readonly since: PlainDate;
  /** All that was spent, as proven. */
  readonly spentFen: Fen;
  /** Of it paid by insurance, by other assistance, by donations, by whoever is liable. */
  readonly coveredFen: Fen;
}
