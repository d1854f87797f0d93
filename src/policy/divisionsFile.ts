import type { DivisionCode } from '../domain/case/ids.ts';
import type { FileProblem } from './problems.ts';

/** One administrative division (行政区划) by its 12-digit code (GB/T 2260, statistical codes below the county). */
export interface Division {
  readonly code: DivisionCode;
  readonly name: string;
  readonly level: Level;
  readonly parent: DivisionCode | null;
}

/** From the whole country down. */
export const levels = ['nation', 'province', 'prefecture', 'county', 'township', 'village'] as const;
export type Level = (typeof levels)[number];

const header = 'code,name,level,parent';

/** divisions.csv as readDivisionsFile reads it. */
export function writeDivisionsFile(divisions: readonly Division[]): string {
  const rows = divisions.map(({ code, name, level, parent }) => [code, name, level, parent ?? ''].join(','));
  return `${[header, ...rows].join('\n')}\n`;
}

/** Reads divisions.csv: `code,name,level,parent`, no quotes, each parent before its children. */
export function readDivisionsFile(
  file: string,
  text: string,
): { readonly divisions: readonly Division[]; readonly problems: readonly FileProblem[] } {
  const [first, ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const problems: FileProblem[] = [];
  const divisions = new Map<string, Division>();
  const wrong = (line: number, key: string, zh: string, en: string) => problems.push({ file, line, key, zh, en });
  if (first !== header) wrong(1, 'header', `首行应为 ${header}`, `the first line must be ${header}`);
  rows.forEach((row, index) => {
    if (row === '') return;
    const line = index + 2;
    const [code = '', name = '', level = '', parent = '', ...more] = row.split(',');
    const known = levels.find((one) => one === level);
    if (!/^\d{12}$/.test(code)) wrong(line, code, '区划代码应为12位数字', 'a division code is 12 digits');
    else if (divisions.has(code))
      wrong(line, code, '区划代码重复，请删去一行', 'this code is there twice, remove one row');
    else if (name === '' || known === undefined || more.length > 0) {
      wrong(
        line,
        code,
        `应为四列，级别为 ${levels.join('、')} 之一`,
        `four columns are needed, the level one of ${levels.join(', ')}`,
      );
    } else if (known !== 'nation' && !divisions.has(parent)) {
      wrong(
        line,
        code,
        `上级 ${parent} 不在前面的行中，请先列上级`,
        `its parent ${parent} is not in a row above, list it first`,
      );
    } else
      divisions.set(code, {
        code: code as DivisionCode,
        name,
        level: known,
        parent: known === 'nation' ? null : (parent as DivisionCode),
      });
  });
  return { divisions: [...divisions.values()], problems };
}
