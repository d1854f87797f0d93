import { stringify } from 'csv-stringify/sync';
import type { AidStatistics, TownshipFigures } from '../contracts/http/aidStatistics.ts';
import { type Fen, formatYuan } from '../domain/money.ts';

const columns = [
  '区划代码',
  '地区',
  '救助人数',
  '救助次数',
  '金额(元)',
  '人均(元)',
  '大额人数',
  '报告到给付中位(分钟)',
  '报告到给付九成(分钟)',
  '按期补齐',
  '逾期补齐',
  '按期率(%)',
  '备用金余额(元)',
];

/** The figures as CSV like the roster: with byte order mark, and no text that a spreadsheet would take for a formula. */
export function aidStatisticsCsv({ counties }: AidStatistics): Buffer {
  const rows = counties.flatMap((county) => [county, ...county.townships]).map(row);
  return Buffer.from(
    stringify([columns, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' }),
    'utf8',
  );
}

function row(of: TownshipFigures): (string | number | null)[] {
  const yuan = (fen: number | null) => (fen === null ? null : formatYuan(fen as Fen));
  return [
    of.division,
    of.name,
    of.persons,
    of.times,
    yuan(of.sumFen),
    yuan(of.averageFen),
    of.largePersons,
    of.medianMinutes,
    of.ninetyPercentMinutes,
    of.papersInTime,
    of.papersLate,
    of.papersInTimePercent,
    yuan(of.fundFen),
  ];
}
