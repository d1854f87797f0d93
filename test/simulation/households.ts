import type { HandedIn } from '../../src/domain/application.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { checkCharacter } from '../../src/domain/idNumber.ts';
import type { Fen } from '../../src/domain/money.ts';
import { temporaryCauses } from '../../src/domain/policyTables.ts';
import { seedHousehold } from '../support/people.ts';

/** An ID number nobody else of the simulation holds, of somebody born about that year. */
export function idNumberOf(year: number, nth: number): string {
  const born = addDays(`${year}-01-01`, Math.floor(nth / 900) % 360).replaceAll('-', '');
  const digits = `420582${born}${String(nth % 900).padStart(3, '0')}`;
  return digits + checkCharacter(digits);
}

/** A widow with a grown daughter who cannot live by herself; their wage is the dice's. Names are invented. */
export function householdOf(nth: number, wageFen: number): HandedIn {
  const household = seedHousehold();
  const [mother, daughter] = household.members;
  return {
    ...household,
    members: [
      { ...mother!, idNumber: idNumberOf(1975, nth) },
      { ...daughter!, idNumber: idNumberOf(2004, nth) },
    ],
    incomes: [{ memberNo: 1, kind: 'wage', origin: '零工', amountFen: wageFen as Fen, period: 'month' }],
    account: { holder: mother!.name, bankName: '示范农商银行', number: `62000001${String(nth).padStart(8, '0')}` },
  };
}

/** The same widow, if it is she, alone and with an expense she had to bear: too small to help with, or a large one. */
export function inNeedOf(nth: number, today: string, roll: () => number): HandedIn {
  const household = householdOf(nth, Math.floor(roll() * 120_000));
  const spentFen = Math.floor(roll() * 1_500_000) + 1;
  const need = {
    cause: temporaryCauses[Math.floor(roll() * temporaryCauses.length)]!,
    at: 'residence' as const,
    since: addDays(today, -30),
    spentFen: spentFen as Fen,
    coveredFen: Math.floor(spentFen * roll() * 0.4) as Fen,
  };
  return { ...household, programme: 'temporary', members: household.members.slice(0, 1), need };
}
