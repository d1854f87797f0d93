import { styleText } from 'node:util';
import { weekdayOf } from '../domain/calendar.ts';
import { padTo, widthOf, wrap } from './width.ts';
import type { Lang, Text } from './words.ts';

/** One thing that happened today: who did what, and below it what belongs to it (the article, the clock, the amount). */
export interface Entry {
  readonly who: Text;
  readonly what: Text;
  /** It was tried, and caught. */
  readonly caught?: boolean;
  readonly details?: readonly Detail[];
}
export type Detail = readonly [label: Text, text: Text];

/** The story as it is printed, in a plain terminal. */
export interface Timeline {
  title(title: Text, ...lines: readonly Text[]): void;
  chapter(title: Text): void;
  entry(entry: Entry): void;
  /** A letter or a calculation, word for word, below the last entry. */
  quote(lines: readonly Text[]): void;
  /** Columns with headings. */
  table(rows: readonly (readonly Text[])[]): void;
  line(text: Text): void;
}

type Style = Parameters<typeof styleText>[0];

/** Columns for who, and for the labels of the details. */
const layout = { zh: { who: 25, label: 6 }, en: { who: 27, label: 9 } } as const;
const weekdays: { readonly [L in Lang]: readonly string[] } = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};

export interface Terminal {
  readonly write: (line: string) => void;
  /** The story takes between 80 and 110 of them. */
  readonly columns: number;
  /** Whether it shows colours; without them nothing is lost. */
  readonly colour: boolean;
}

/** @param today the business date, 'YYYY-MM-DD' */
export function timeline({ write, columns, colour }: Terminal, lang: Lang, today: () => string): Timeline {
  const width = Math.min(110, Math.max(80, columns));
  const paint = (style: Style, text: string) => (colour ? styleText(style, text) : text);
  const say = (text: Text) => text[lang];
  const below = ' '.repeat(2 + layout[lang].who + 2);
  let day = '';

  /** `first` in front of the first line, and `next` in front of the others: as many spaces, unless it is given. */
  const hung = (first: string, text: string, next = ' '.repeat(widthOf(first)), style?: Style) => {
    wrap(text, width - widthOf(first)).forEach((line, i) => {
      write((i === 0 ? first : next) + (style ? paint(style, line) : line));
    });
  };

  return {
    title(title, ...lines) {
      write('');
      write(paint('bold', say(title)));
      for (const line of lines) hung('', say(line));
    },
    chapter(title) {
      const text = `── ${say(title)} `;
      write('');
      write(paint('bold', text + '─'.repeat(Math.max(0, width - widthOf(text)))));
      day = '';
    },
    entry({ who, what, caught = false, details = [] }) {
      const on = today();
      if (on !== day) write(`\n${paint('bold', `${on} ${weekdays[lang][weekdayOf(on) - 1]}`)}`);
      day = on;
      const first = `  ${padTo(say(who), layout[lang].who)}${caught ? '✗ ' : '✓ '}`;
      hung(first, say(what), below, caught ? 'red' : 'green');
      for (const [label, text] of details) hung(below + padTo(`${say(label)} `, layout[lang].label), say(text));
    },
    quote(lines) {
      for (const line of lines) hung(`${below}│ `, say(line), `${below}│ `);
    },
    table(rows) {
      const cells = rows.map((row) => row.map(say));
      const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
      cells.forEach((row, i) => {
        const text = row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  ');
        write(`  ${i === 0 ? paint('underline', text) : text}`.trimEnd());
      });
    },
    line(text) {
      hung('', say(text));
    },
  };
}
