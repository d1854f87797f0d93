import { z } from 'zod';
import { fen, instant } from './fields.ts';

const month = z.object({ component: z.string(), month: z.string().describe('YYYY-MM'), fen });

/** What was paid beyond what is owed, and what became of it. */
export const recoverySchema = z
  .object({
    overpaid: z.array(month).describe('Really paid beyond what is owed, and not decided about yet / 尚未处理的多发'),
    recoveries: z.array(
      z.object({
        recoveryId: z.string(),
        orderedAt: instant,
        ground: z.string(),
        overpaidFen: fen,
        fineFen: fen,
        waived: z.boolean(),
        months: z.array(month),
        balanceFen: fen.describe('Still to come back / 应退余额'),
        entries: z.array(
          z.object({ at: instant, posting: z.string(), account: z.string(), debitFen: fen, creditFen: fen }),
        ),
      }),
    ),
  })
  .meta({ id: 'Recovery', description: 'Recovery of what was overpaid / 追缴' });
export type RecoveryView = z.output<typeof recoverySchema>;
