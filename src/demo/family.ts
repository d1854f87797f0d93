import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import type { applicationSchema } from '../contracts/http/applications.ts';
import { addDays, addMonthsToDate } from '../domain/calendar.ts';
import { checkCharacter } from '../domain/idNumber.ts';
import { places } from './cast.ts';

export type Application = z.input<typeof applicationSchema>;

/**
 * The household of the story: a widow of 47 on casual work, and her daughter of 20 with a severe disability. Invented
 * anew for each demo, so that no family of an earlier one stands in its way.
 */
export function newFamily(today: string): Application {
  const consent = { signedOn: today, signedBy: 'self' } as const;
  return {
    programme: 'dibao',
    township: places.township,
    area: 'urban',
    applyingAs: 'household',
    members: [
      {
        memberNo: 1,
        name: '演示甲',
        idNumber: idNumber(today, 47),
        phone: `1380000${digits(4)}`,
        relation: 'applicant',
        situations: [],
        consent,
      },
      {
        memberNo: 2,
        name: '演示乙',
        idNumber: idNumber(today, 20),
        relation: 'child',
        situations: ['cannotLiveIndependently'],
        disability: { kind: 'intellectual', grade: 1 },
        consent: { ...consent, signedBy: 'guardian' },
      },
    ],
    incomes: [{ memberNo: 1, kind: 'wage', origin: '零工', amountFen: 46_800, period: 'month' }],
    deductions: [],
    property: [],
    account: { holder: '演示甲', bankName: '示范农商银行', number: `62${digits(15)}` },
    relativesOfStaff: [],
  };
}

/** A number that nobody is likely to hold, of somebody that old today, first registered in that county. */
export function idNumber(today: string, age: number, county: string = places.county): string {
  const born = addDays(addMonthsToDate(today, -12 * age), -randomInt(1, 360));
  const number = `${county.slice(0, 6)}${born.replaceAll('-', '')}${digits(3)}`;
  return number + checkCharacter(number);
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}
