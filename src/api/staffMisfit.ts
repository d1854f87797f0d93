import type { DecisionContent } from '../contracts/decisions.ts';
import type { Tx } from '../db/pool.ts';
import { notServing } from '../db/staffRegister.ts';
import type { Judged } from '../domain/authority.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { Misfit } from './misfit.ts';

/** The first investigator whom the county's register does not have in service on the day of the visit, where it is kept. */
export async function staffMisfit(
  tx: Tx,
  county: string,
  { staffRegister, today }: Judged['law'],
  content: DecisionContent,
): Promise<Misfit | undefined> {
  const named = content.investigators as readonly string[] | undefined;
  if (!staffRegister || !named) return undefined;
  const day = dayOf(content) ?? today;
  const [unknown] = await notServing(tx, county, named, day);
  if (unknown === undefined) return undefined;
  return {
    at: `/investigators/${named.indexOf(unknown)}`,
    zh: `${day}本县工作人员登记中没有在岗的该工号；核对工号，新到岗的请系统管理员登记（PUT /v1/officers/{officer}）`,
    en: `serves nowhere in this county on ${day}, by its register: check the number, or have the administrator enter who is new (PUT /v1/officers/{officer})`,
  };
}

/** The day on which they were there; undefined where they are yet to go. */
function dayOf({ visitedOn, visitedAt }: DecisionContent): string | undefined {
  if (typeof visitedAt === 'string') return businessDateOf(Date.parse(visitedAt));
  return visitedOn as string | undefined;
}
