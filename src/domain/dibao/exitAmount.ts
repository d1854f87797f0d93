import { round } from '../money.ts';
import { ok } from '../outcome.ts';
import { choose, fact, type Rule, rule } from '../rules.ts';
import { reckoningMonths, rounding } from './amount.ts';
import { type ExitFacts, exitArticle, exitBand } from './exitConditions.ts';
import { fromPolicy, info } from './facts.ts';
import { assistedIncome } from './income.ts';
import { assisted, paidPersons, standard } from './standard.ts';

/** Some months of a gradual exit in which the same is paid; `percent` is of the base amount kept. */
export type Slot = { readonly monthFrom: string; readonly monthTo: string; readonly percent: number };
export type SlotFacts = ExitFacts & { readonly item: Slot };

/** 标准 × 发放人数: a base amount is never above it, whatever it was before; cut to the fen. */
const cap = rule(
  info('exit.cap', '渐退期金额上限', 'Standard × persons paid, per month', exitArticle, 'fenPerMonth'),
  { standard, paidPersons, reckoningMonths },
  ({ standard, paidPersons, reckoningMonths }) => Math.floor((standard * paidPersons) / reckoningMonths),
);

const before = fact(
  info('exit.before', '渐退前每月低保金', 'Base amount before, per month', exitArticle, 'fenPerMonth'),
  ({ baseBefore }: ExitFacts) => ok({ value: baseBefore, source: '渐退前的审核确认决定' }),
);

/** 保留: what was paid before goes on, for those who remain. */
const keepBase = rule(
  info('exit.kept', '保留的低保金', 'Base amount kept, per month', exitArticle, 'fenPerMonth'),
  { before, cap },
  ({ before, cap }) => Math.min(before, cap),
);

/** 逐步递减: a share of what is kept, to the fen; the shares never rise, so neither does the amount. */
const stepped = rule(
  info('exit.stepped', '按比例发放的低保金', 'Share of the base amount kept, per month', exitArticle, 'fenPerMonth'),
  {
    keepBase,
    percent: fact(
      info('exit.percent', '本阶段比例', 'Share in these months', exitArticle, 'percent'),
      ({ item }: SlotFacts) => ok({ value: item.percent, source: `grace.steps，${item.monthFrom} 至 ${item.monthTo}` }),
    ),
  },
  ({ keepBase, percent }) => round(keepBase * percent, 100, 'halfUp2dp'),
);

/** 补差: what is missing to the upper end of the band, for those whose share is paid; growing out of the benefit raises nothing. */
const difference = rule(
  info(
    'exit.difference',
    '与渐退上限的差额',
    'Difference to the end of the band, per month',
    exitArticle,
    'fenPerMonth',
  ),
  { exitBand, assistedIncome, assisted, paidPersons, reckoningMonths, rounding, keepBase },
  ({ exitBand, assistedIncome, assisted, paidPersons, reckoningMonths, rounding, keepBase }) => {
    const missing = Math.max(0, exitBand - assistedIncome) * paidPersons;
    return Math.min(keepBase, round(missing, reckoningMonths * Math.max(1, assisted), rounding));
  },
);

/** The base amount of some months of a gradual exit, by the rule of the place. */
export const exitBase: Rule<SlotFacts, number> = choose<SlotFacts, 'keepBase' | 'stepped' | 'difference', number>(
  fromPolicy('grace.amountRule', 'code', 'Keep, step down, or difference'),
  { keepBase, stepped, difference },
);
