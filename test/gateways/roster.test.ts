import { describe, expect, it } from 'vitest';
import { fen } from '../../src/domain/money.ts';
import { type RosterRow, rosterCsv } from '../../src/gateways/bank/roster.ts';

const aRow: RosterRow = {
  region: '湖北省当阳市坝陵街道',
  name: '王秀兰',
  idNumber: '420582197805120022',
  persons: 2,
  baseFen: fen(80_200),
  topUpFen: fen(7_000),
  totalFen: fen(87_200),
  accountName: '王秀兰',
  bankName: '当阳农商行',
  accountNo: '6217002870001234567',
  certificateNo: 'DB420582-2026-00001',
};
const linesOf = (...rows: RosterRow[]) => Buffer.from(rosterCsv(rows)).toString('utf8').split('\r\n');

describe('the payment roster', () => {
  it('has the columns the bureaus know, amounts in yuan, and opens in office programs as Chinese', () => {
    expect([...rosterCsv([aRow]).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(linesOf(aRow)).toEqual([
      '\ufeff地区,姓名,身份证号,保障人数,保障金(元),分类施保金(元),合计(元),户名,开户银行,账号,低保证号',
      '湖北省当阳市坝陵街道,王秀兰,420582197805120022,2,802.00,70.00,872.00,王秀兰,当阳农商行,6217002870001234567,DB420582-2026-00001',
      '',
    ]);
  });

  it.each(['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '\r=1'])('never lets a text act as a formula: %j', (name) => {
    const [, line = ''] = Buffer.from(rosterCsv([{ ...aRow, name }]))
      .toString('utf8')
      .split(/\r\n(?=湖)/);
    expect(line).toMatch(/^湖北省当阳市坝陵街道,"?'/);
  });

  it('keeps commas, quotes and line breaks inside their cell', () => {
    expect(linesOf({ ...aRow, bankName: '农商行,"坝陵"支行' })[1]).toContain(',"农商行,""坝陵""支行",');
  });

  it('is not written where base and top-up do not make the total', () => {
    expect(() => rosterCsv([{ ...aRow, totalFen: fen(1) }])).toThrow('does not add up');
  });
});
