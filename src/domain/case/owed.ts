import { addMonths } from '../calendar.ts';
import type { BenefitPeriod, CaseEvent } from './events.ts';

type BenefitEvent = Extract<CaseEvent, { type: 'benefitGranted' | 'benefitChanged' }>;

/** What is owed by all that was said, month by month from the first on: each change holds from its month, and what came before it ends there. */
export function owedBy(events: readonly BenefitEvent[]): readonly BenefitPeriod[] {
  return events.reduce<readonly BenefitPeriod[]>((owed, event) => {
    if (event.type === 'benefitGranted') return [{ monthFrom: event.monthFrom, components: event.components }];
    return [...until(owed, event.monthFrom), ...event.periods];
  }, []);
}

/** What of it lies in this month or after it. */
export function from(periods: readonly BenefitPeriod[], month: string): readonly BenefitPeriod[] {
  return periods
    .filter(({ monthTo }) => monthTo === undefined || monthTo >= month)
    .map((period) => (period.monthFrom >= month ? period : { ...period, monthFrom: month }));
}

function until(periods: readonly BenefitPeriod[], month: string): readonly BenefitPeriod[] {
  return periods
    .filter(({ monthFrom }) => monthFrom < month)
    .map((period) =>
      period.monthTo !== undefined && period.monthTo < month ? period : { ...period, monthTo: addMonths(month, -1) },
    );
}
