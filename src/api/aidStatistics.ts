import type { AidStatistics, CountyFigures, TownshipFigures } from '../contracts/http/aidStatistics.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import type { Tx } from '../db/pool.ts';
import { countAid, countPapers, fundsThen, readPlaces } from '../db/queries/aidStatistics.ts';
import { addDays, businessDateOf, firstMoment } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { type AidFigures, aidFigures } from '../domain/emergency/aidFigures.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { type PolicyValue, policyOn } from '../domain/policy.ts';
import type { PolicySource } from '../policy/source.ts';

export interface AidStatisticsWish {
  readonly division: string;
  readonly from: string;
  readonly to: string;
  readonly asOf?: string | undefined;
}

/** The figures of a day: so many statements, whatever the number of cases, townships and counties. */
export async function aidStatistics(
  tx: Tx,
  policy: PolicySource,
  { division, from, to, asOf }: AidStatisticsWish,
): Promise<Outcome<AidStatistics, 'dateInFuture' | 'policyMissing'>> {
  const today = businessDateOf((await readBusinessClock(tx)).now);
  const day = asOf ?? today;
  if (day > today) return refuse('dateInFuture');

  const places = await readPlaces(tx, division);
  const { book } = await policy.read(tx);
  const thresholds = new Map<string, PolicyValue<'aid.largeAbove'>>();
  for (const { code } of places.filter(({ level }) => level === 'county')) {
    const found = policyOn(book, 'aid.largeAbove', code as DivisionCode, day, day);
    if (!found.ok) return refuse('policyMissing');
    thresholds.set(code, found.value);
  }

  const after = (date: string) => new Date(firstMoment(addDays(date, 1)));
  const span = { from: new Date(firstMoment(from)), until: after(to), known: after(day) };
  const amounts = new Map([...thresholds].map(([county, { value }]) => [county, Number(value)]));
  const given = await countAid(tx, span, amounts);
  const papers = await countPapers(tx, span);
  const funds = await fundsThen(tx, Number(day.slice(0, 4)), span.known);

  const all = [...given, ...papers, ...funds];
  const nameOf = (code: string) => places.find((place) => place.code === code)?.name ?? code;
  const lineOf = (code: string): AidFigures => {
    const here = ({ county, township }: { county: string; township: string | null }) => (township ?? county) === code;
    return aidFigures(given.find(here), papers.find(here), funds.find(here)?.fundFen);
  };
  const line = (code: string): TownshipFigures => ({ division: code, name: nameOf(code), ...lineOf(code) });
  const counties = codes(all.map(({ county }) => county)).map((county): CountyFigures => {
    const { value, ground } = thresholds.get(county)!;
    const townships = codes(all.flatMap((of) => (of.county === county && of.township ? [of.township] : [])));
    return { ...line(county), largeAboveFen: value, largeGround: ground, townships: townships.map(line) };
  });
  return ok({ from, to, asOf: day, counties });
}

function codes(all: readonly string[]): string[] {
  return [...new Set(all)].sort();
}
