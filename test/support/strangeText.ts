import fc from 'fast-check';
import { nestedTooDeep } from '../../src/contracts/nesting.ts';
import { parseIdNumber } from '../../src/domain/idNumber.ts';
import { parseYuan } from '../../src/domain/money.ts';
import { readStatusReport } from '../../src/gateways/bank/pain002.ts';
import { documentTypeOf } from '../../src/gateways/documentType.ts';
import { readPublishedDivisions } from '../../src/policy/publishedDivisions.ts';

/** Everything that reads what somebody else wrote, as a function that answers, and refuses by a value. */
export const readers: Record<string, (text: string) => unknown> = {
  'a citizen’s number': (text) => parseIdNumber(text),
  'an amount in yuan': (text) => parseYuan(text),
  'a published list of divisions (CSV)': (text) => readPublishedDivisions('list.csv', text),
  'a status report of the bank (XML)': (text) => readStatusReport(Buffer.from(text)),
  'the kind of a document': (text) => documentTypeOf(Buffer.from(text, 'latin1')),
  'the depth of a JSON text': (text) => nestedTooDeep(text),
};

/** Words that each of them half understands, in any order and number. */
export const half = [
  '420582197805120022',
  '11010519491231002x',
  '-',
  '+',
  '.',
  '1',
  '0'.repeat(19),
  '"',
  ',',
  '\r\n',
  '\n',
  'code,name\n',
  '420582,',
  '当阳市',
  '<',
  '>',
  '</',
  '<?xml ',
  '<!DOCTYPE x [',
  '<!ENTITY a "',
  '&a;',
  '&#x0;',
  '<![CDATA[',
  '[',
  '{',
  '\\',
  '%PDF-',
  'ftypheic',
  '\u0000',
  '\ud800',
  '\ufeff',
  '１',
];
export const strange = fc.oneof(
  fc.array(fc.constantFrom(...half), { maxLength: 40 }).map((words) => words.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
