import { stringify } from 'csv-stringify/sync';
import { type Fen, formatYuan } from '../../domain/money.ts';

/** One household in the payment roster (发放花名册), columns as the bureaus' own systems have them. */
export interface RosterRow {
  readonly region: string;
  readonly name: string;
  readonly idNumber: string;
  readonly persons: number;
  readonly baseFen: Fen;
  /** Top-ups by class of person (分类施保). */
  readonly topUpFen: Fen;
  readonly totalFen: Fen;
  readonly accountName: string;
  readonly bankName: string;
  readonly accountNo: string;
  readonly certificateNo: string;
}

const columns = [
  '地区',
  '姓名',
  '身份证号',
  '保障人数',
  '保障金(元)',
  '分类施保金(元)',
  '合计(元)',
  '户名',
  '开户银行',
  '账号',
  '低保证号',
];

/**
 * The roster as CSV (RFC 4180), UTF-8 with byte order mark, so that office programs read the Chinese. A text that a
 * spreadsheet would take for a formula is written with a leading apostrophe. Throws RangeError where base and top-up
 * do not make the total: a roster that lies is worse than none.
 */
export function rosterCsv(rows: readonly RosterRow[]): Uint8Array {
  const records = rows.map((row) => {
    if (row.baseFen + row.topUpFen !== row.totalFen) throw new RangeError('A roster row does not add up');
    return [
      row.region,
      row.name,
      row.idNumber,
      String(row.persons),
      formatYuan(row.baseFen),
      formatYuan(row.topUpFen),
      formatYuan(row.totalFen),
      row.accountName,
      row.bankName,
      row.accountNo,
      row.certificateNo,
    ];
  });
  const text = stringify([columns, ...records], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
  return Buffer.from(text, 'utf8');
}
