import type { JournalRow } from '../db/case/journal.ts';
import { sentenceOf } from '../domain/case/sentences.ts';

const businessOffsetMs = 8 * 3_600_000;

/** The journal in words, a line an event: its number, when (Beijing time), who, what. */
export function timelineText(caseNumber: string, journal: readonly JournalRow[]): string {
  const lines = journal.map(({ seq, at, actor, data }) => {
    const local = new Date(Date.parse(at) + businessOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
    return `${String(seq).padStart(4)}  ${local}  ${actor}  ${sentenceOf(data)}\n`;
  });
  return `${caseNumber} 案件时间线（北京时间）\n\n${lines.join('')}`;
}
