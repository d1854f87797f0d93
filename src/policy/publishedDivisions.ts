import type { DivisionCode } from '../domain/case/ids.ts';
import { type Division, levels } from './divisionsFile.ts';
import type { FileProblem } from './problems.ts';

/** A row of a published list of codes (统计用区划代码): GB/T 2260 down to the county, statistical codes below it. */
export interface PublishedDivision {
  readonly code: DivisionCode;
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** How many digits of a code each of the levels fills; the rest are zeros. */
const digits = [0, 2, 4, 6, 9, 12] as const;

const padded = (code: string) => code.padEnd(12, '0') as DivisionCode;
/** How deep below the whole country a code lies: an index into levels and digits. */
const depthOf = (code: string) => digits.findIndex((count) => /^0*$/.test(code.slice(count)));
const ownDigits = (code: string) => code.slice(0, digits[depthOf(code)]);
const parentOf = (code: string) => padded(code.slice(0, digits[depthOf(code) - 1]));
const byCode = (a: { readonly code: string }, b: { readonly code: string }) => (a.code < b.code ? -1 : 1);

/** Reads `code,name` and whatever columns follow: codes of 2, 4, 6, 9 or 12 digits, names with or without quotes. */
export function readPublishedDivisions(
  file: string,
  text: string,
): { readonly rows: readonly PublishedDivision[]; readonly problems: readonly FileProblem[] } {
  const problems: FileProblem[] = [];
  const rows: PublishedDivision[] = [];
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (!/^"?code"?,"?name"?(,|$)/.test(header)) {
    const [zh, en] = ['首行应以 code,name 开头', 'the first line must begin with code,name'];
    problems.push({ file, line: 1, key: 'header', zh, en });
  }
  lines.forEach((row, index) => {
    if (row === '') return;
    const line = index + 2;
    const [, code = '', , name = ''] = /^"?(\d+)"?,("?)([^",]+)\2(?:,.*)?$/.exec(row) ?? [];
    if (name !== '' && digits.some((count) => count === code.length && count > 0)) {
      rows.push({ code: padded(code), name: name.trim(), file, line });
      return;
    }
    const [zh, en] = ['应为2、4、6、9或12位代码和名称', 'a code of 2, 4, 6, 9 or 12 digits and a name are needed'];
    problems.push({ file, line, key: code || 'code', zh, en });
  });
  return { rows, problems };
}

export interface Merged {
  /** Each parent before its children, as divisions.csv wants them. */
  readonly divisions: readonly Division[];
  readonly added: readonly Division[];
  readonly renamed: readonly Division[];
  readonly problems: readonly FileProblem[];
}

/**
 * The divisions on file, and those published within one of `places` (codes of 2 to 9 digits) with all that lies above
 * them. Nothing is taken away: cases of a division that is no more still name it. Villages are left out: no office of
 * this procedure is there.
 */
export function withPublished(
  known: readonly Division[],
  published: readonly PublishedDivision[],
  places: readonly string[],
): Merged {
  const all = new Map<string, Division>(known.map((division) => [division.code, division]));
  const seen = new Set<string>();
  const added: Division[] = [];
  const renamed: Division[] = [];
  const problems: FileProblem[] = [];
  const isAsked = ({ code }: PublishedDivision) =>
    places.some((place) => code.startsWith(place) || place.startsWith(ownDigits(code)));

  for (const { code, name, file, line } of published.filter(isAsked).toSorted(byCode)) {
    const level = levels[depthOf(code)] ?? 'village';
    // A prefecture without counties (东莞) is listed a second time as its own county: the first row counts.
    if (level === 'village' || seen.has(code)) continue;
    seen.add(code);
    const before = all.get(code);
    const parent = parentOf(code);
    if (!all.has(parent)) {
      const [zh, en] = [
        '没有上级区划，请同时给出上级的文件',
        'what lies above it is in no file, name that file as well',
      ];
      problems.push({ file, line, key: code, zh, en });
    } else if (!before) {
      added.push({ code, name, level, parent });
      all.set(code, { code, name, level, parent });
    } else if (before.name !== name) {
      renamed.push({ ...before, name });
      all.set(code, { ...before, name });
    }
  }
  return { divisions: [...all.values()].sort(byCode), added, renamed, problems };
}
