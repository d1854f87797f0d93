import { addMonthsToDate } from '../calendar.ts';
import { fromPolicy } from '../dibao/facts.ts';
import { ok } from '../outcome.ts';
import { fact, rule } from '../rules.ts';
import { cause, info } from './burden.ts';
import type { TemporaryFacts } from './input.ts';

/** What the same persons were given before, in an emergency or not, in whichever township of the county. */
const earlier = fact(
  info('earlier', '此前得到的临时救助', 'Aid given before', 'SAL-2026 art. 29', 'list'),
  ({ input }: TemporaryFacts) => ok({ value: input.earlier.map((aid) => ({ ...aid })), source: '本县救助记录' }),
);
const today = fact(
  info('today', '测算日', 'Day of the assessment', 'SAL-2026 art. 29', 'code'),
  ({ on }: TemporaryFacts) => ok({ value: on, source: '测算日' }),
);

/** 合并计算: what counts together with this application, so that nothing is split to stay below a limit. */
export const earlierTogether = rule(
  info('earlierTogether', '合并计算的此前救助', 'Aid before that counts together', 'SAL-2026 art. 44', 'fen'),
  { earlier, today, months: fromPolicy('temporary.togetherMonths', 'month', 'Months that count together') },
  ({ earlier, today, months }) =>
    earlier.filter(({ on }) => on > addMonthsToDate(today, -months)).reduce((sum, { fen }) => sum + fen, 0),
);

/** 同一事由: helped for the same cause within the period of policy. */
export const sameCauseBefore = rule(
  info('sameCause', '规定期限内同一事由已救助', 'Helped for the same cause before', 'local', 'yesNo'),
  { earlier, cause, today, months: fromPolicy('temporary.sameCauseMonths', 'month', 'Months without repetition') },
  ({ earlier, cause, today, months }) =>
    earlier.some((aid) => aid.cause === cause && aid.on > addMonthsToDate(today, -months)),
);
