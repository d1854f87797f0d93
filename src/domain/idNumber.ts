import { ageOn, type PlainDate, parsePlainDate } from './calendar.ts';
import { type Outcome, ok, refuse } from './outcome.ts';

/** A citizen's number (公民身份号码, GB 11643-1999): 18 characters, checked. Personal data: never in logs, ids or errors. */
export type IdNumber = string & { readonly __brand: 'IdNumber' };

/** Why a text is no citizen's number. The text itself is never repeated. */
export type IdNumberRefusal =
  | 'idNumberLength'
  | 'idNumberCharacters'
  | 'idNumberDivision'
  | 'idNumberBirthDate'
  | 'idNumberCheckCharacter';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/** The check character over the first 17 digits: weighted sum mod 11 (ISO 7064 MOD 11-2). Throws RangeError for anything but 17 digits. */
export function checkCharacter(digits: string): string {
  if (!/^\d{17}$/.test(digits)) throw new RangeError('a check character is of 17 digits');
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return checkCharacters.charAt(sum % 11);
}

/**
 * Reads a number as people write it: surrounding spaces and a small x are put right, and the old form of 15 digits
 * (year without century, no check character; always of the 20th century) becomes its 18-character one.
 */
export function parseIdNumber(text: string): Outcome<IdNumber, IdNumberRefusal> {
  const written = text.trim().toUpperCase();
  if (written.length !== 15 && written.length !== 18) return refuse('idNumberLength');
  if (!/^(\d{15}|\d{17}[\dX])$/.test(written)) return refuse('idNumberCharacters');
  const digits = written.length === 15 ? `${written.slice(0, 6)}19${written.slice(6)}` : written.slice(0, 17);
  if (!/^[1-9]\d{5}/.test(digits)) return refuse('idNumberDivision');
  if (birthDateIn(digits) === undefined) return refuse('idNumberBirthDate');
  const check = checkCharacter(digits);
  if (written.length === 18 && written.charAt(17) !== check) return refuse('idNumberCheckCharacter');
  return ok((digits + check) as IdNumber);
}

export function birthDateOf(id: IdNumber): PlainDate {
  const birthDate = birthDateIn(id);
  if (birthDate === undefined) throw new RangeError('an IdNumber made without its parser');
  return birthDate;
}

/** By the 17th digit: odd male, even female (GB/T 2261.1). */
export function sexOf(id: IdNumber): 'male' | 'female' {
  return Number(id[16]) % 2 === 1 ? 'male' : 'female';
}

/** Completed years of life on a day. */
export function ageOfIdOn(id: IdNumber, on: PlainDate): number {
  return ageOn(birthDateOf(id), on);
}

function birthDateIn(digits: string): PlainDate | undefined {
  const birthDate = parsePlainDate(`${digits.slice(6, 10)}-${digits.slice(10, 12)}-${digits.slice(12, 14)}`);
  return birthDate !== undefined && birthDate >= '1850-01-01' ? birthDate : undefined;
}
