import type { LawOfTheDay } from '../../workflows/messages.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { type Tx, together } from '../db/pool.ts';
import { readDivisions } from '../db/queries/divisions.ts';
import type { FirstAidLaw } from '../domain/aid/refused.ts';
import { addMonthsToDate, businessDateOf, type PlainDate } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { type PolicyLookup, policyLookup } from '../domain/policy.ts';
import { monthlyStandardFen, temporaryLaw } from '../domain/temporary/law.ts';
import type { Policy, PolicySource } from '../policy/source.ts';

/** The first day on which another family's finding may read like one of today; where nobody has set it, never. */
export async function findingFreeOn(
  tx: Tx,
  source: PolicySource,
  division: string,
  today: PlainDate,
): Promise<PlainDate> {
  const { book } = await source.read(tx);
  const months = policyLookup(book, division as DivisionCode, today, today)('review.findingMonths');
  return months.ok ? addMonthsToDate(today, months.value.value) : '9999-12-31';
}

/** Townships of a county whose delegated confirmations have gone back to the county, for its officer (src/domain/authority.ts). */
export async function confirmingFor(tx: Tx, source: PolicySource, county: string): Promise<string[]> {
  const [policy, { now }] = await together([source.read(tx), readBusinessClock(tx)]);
  const lawOf = lawsOfTheDay(policy, now);
  const townships = (await readDivisions(tx, county)).map(({ code }) => code);
  return townships.filter((township) => !lawOf(township).delegationInForce);
}

/** What a township may give as first aid; nothing where a value is missing. */
function firstAidLaw(lookup: PolicyLookup): { readonly firstAid?: FirstAidLaw } {
  const delegated = lookup('delegation.emergency');
  const limit = lookup('emergency.firstAidLimit');
  const multiple = lookup('emergency.capMultiple');
  const monthlyFen = monthlyStandardFen(lookup);
  if (!delegated.ok || !limit.ok || !multiple.ok || monthlyFen === undefined) return {};
  return {
    firstAid: {
      delegated: delegated.value.value,
      limitFen: limit.value.value,
      capPerPersonFen: monthlyFen * multiple.value.value,
    },
  };
}

/** What a judgement needs of today's policy in a division. Where a value is missing, the stricter answer holds. */
export function lawsOfTheDay({ book }: Policy, now: number): (division: string) => LawOfTheDay {
  const today = businessDateOf(now);
  return (division) => {
    const lookup = policyLookup(book, division as DivisionCode, today, today);
    const delegated = lookup('delegation.dibao');
    const investigators = lookup('staff.minInvestigators');
    const fine = lookup('fine.maxMultiple');
    const instalments = lookup('recovery.maxInstalments');
    const departments = lookup('meeting.departments');
    const register = lookup('staff.register');
    const temporary = temporaryLaw(lookup, today);
    return {
      today,
      delegationInForce: delegated.ok && delegated.value.value,
      minInvestigators: investigators.ok ? investigators.value.value : Number.MAX_SAFE_INTEGER,
      fineMultiple: fine.ok ? fine.value.value : 0,
      maxInstalments: instalments.ok ? instalments.value.value : 1,
      ...firstAidLaw(lookup),
      ...(departments.ok ? { departments: departments.value.value.map(({ department }) => department) } : {}),
      ...(register.ok && register.value.value ? { staffRegister: true } : {}),
      ...(temporary ? { temporary } : {}),
    };
  };
}
