/**
 * How the bank reports on a file, decided when it takes the file. It pays the same in every mode.
 * - `normal`: one report
 * - `silent`: none until `release`
 * - `twice`: the same report in two files
 * - `contradictory`: a second report that calls a credited line returned
 * - `halfWritten`: half of the report under its final name; the rest with `release`
 * - `unknownLine`: a line more than was ordered
 * - `wrongEncoding`: GBK
 * - `wrongSum`: totals a fen off
 */
export const bankModes = [
  'normal',
  'silent',
  'twice',
  'contradictory',
  'halfWritten',
  'unknownLine',
  'wrongEncoding',
  'wrongSum',
] as const;
export type BankMode = (typeof bankModes)[number];
