import type { HandedIn } from '../../src/domain/application.ts';
import type { DivisionCode, OfficerId } from '../../src/domain/case/ids.ts';
import { checkCharacter } from '../../src/domain/idNumber.ts';
import type { Fen } from '../../src/domain/money.ts';

let born = 0;

/** An ID number nobody holds: a division code of the test counties, a date, a running number, a valid check character. */
export function idNumber(birthDate: string, division = '420582'): string {
  const digits = `${division}${birthDate.replaceAll('-', '')}${String(born++ % 1000).padStart(3, '0')}`;
  return digits + checkCharacter(digits);
}

export const yuyang = '420582001000' as DivisionCode;
export const xiangzhouTown = '451322100000' as DivisionCode;

/** The seed's household: a widow and her grown daughter with a grade-1 intellectual disability. Names are invented. */
export function seedHousehold(change: Partial<HandedIn> = {}): HandedIn {
  const consent = { signedOn: '2026-01-05', signedBy: 'self' as const };
  return {
    programme: 'dibao',
    township: yuyang,
    area: 'urban',
    applyingAs: 'household',
    members: [
      { memberNo: 1, name: '测试甲', idNumber: idNumber('1979-03-12'), relation: 'applicant', situations: [], consent },
      {
        memberNo: 2,
        name: '测试乙',
        idNumber: idNumber('2006-05-20'),
        relation: 'child',
        situations: ['cannotLiveIndependently'],
        disability: { kind: 'intellectual', grade: 1 },
        consent: { ...consent, signedBy: 'guardian' },
      },
    ],
    incomes: [{ memberNo: 1, kind: 'wage', origin: '零工', amountFen: 46_800 as Fen, period: 'month' }],
    deductions: [],
    property: [],
    account: { holder: '测试甲', bankName: '示范农商银行', number: `6200000000${String(born).padStart(6, '0')}` },
    relativesOfStaff: [],
    ...change,
  };
}

/** A farming couple and their child, who live on 9,000 yuan a year. Names are invented. */
export function ruralHousehold(change: Partial<HandedIn> = {}): HandedIn {
  const consent = { signedOn: '2026-01-05', signedBy: 'self' as const };
  const person = (memberNo: number, name: string, birthDate: string, relation: 'applicant' | 'spouse' | 'child') => ({
    memberNo,
    name,
    idNumber: idNumber(birthDate),
    relation,
    situations: [],
    consent: relation === 'child' ? { ...consent, signedBy: 'guardian' as const } : consent,
  });
  return seedHousehold({
    area: 'rural',
    members: [
      person(1, '测试丙', '1981-02-08', 'applicant'),
      person(2, '测试丁', '1983-09-30', 'spouse'),
      person(3, '测试戊', '2015-11-02', 'child'),
    ],
    incomes: [{ memberNo: 1, kind: 'business', origin: '种植收入', amountFen: 900_000 as Fen, period: 'year' }],
    account: { holder: '测试丙', bankName: '示范农商银行', number: `6200000001${String(born).padStart(6, '0')}` },
    ...change,
  });
}

/** Staff numbers used in tests, one per natural person. */
export const staff = {
  clerk: '420582-0001',
  investigator1: '420582-0002',
  investigator2: '420582-0003',
  reviewer: '420582-0004',
  officer: '420582-0005',
  leader: '420582-0006',
  confirmer: '420582-0012',
} as Record<string, string> as Record<string, OfficerId>;
