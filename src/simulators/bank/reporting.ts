import type { BankMode } from './modes.ts';
import { inGbk, type ReportToWrite, writeStatusReport } from './statusReport.ts';

/** A file to be left for the sender. */
export interface ReportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** `now`: written at once, as it stands. `later`: written when the bank is told to release what it holds back. */
export interface Reporting {
  readonly now: readonly ReportFile[];
  readonly later: readonly ReportFile[];
}

/** The files a mode makes of a report. `stem`: the start of their names, unique to the file the bank took. */
export function reportingOf(report: ReportToWrite, mode: BankMode, stem: string): Reporting {
  const file = (nth: number, content: string | Uint8Array): ReportFile => ({
    name: `${stem}.${nth}.pain.002.xml`,
    bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content,
  });
  const text = writeStatusReport(report);
  const first = file(1, text);
  switch (mode) {
    case 'normal':
      return { now: [first], later: [] };
    case 'silent':
      return { now: [], later: [first] };
    case 'twice':
      return { now: [first, file(2, text)], later: [] };
    case 'contradictory':
      return { now: [first, file(2, writeStatusReport(contradictionOf(report)))], later: [] };
    case 'halfWritten':
      return { now: [{ ...first, bytes: first.bytes.slice(0, first.bytes.length / 2) }], later: [first] };
    case 'unknownLine': {
      const stranger = { endToEndId: 'NOT-ORDERED-1', amountFen: 10_000, result: 'credited' } as const;
      return { now: [file(1, writeStatusReport({ ...report, lines: [...report.lines, stranger] }))], later: [] };
    }
    case 'wrongEncoding':
      return { now: [file(1, inGbk(text))], later: [] };
    case 'wrongSum':
      return { now: [file(1, writeStatusReport(report, 1))], later: [] };
    default:
      return mode satisfies never;
  }
}

function contradictionOf(report: ReportToWrite): ReportToWrite {
  const victim = report.lines.find(({ result }) => result === 'credited');
  return {
    ...report,
    reportId: `${report.reportId}-2`,
    lines: report.lines.map((line) => (line === victim ? { ...line, result: 'returned', reasonCode: 'AC04' } : line)),
  };
}
