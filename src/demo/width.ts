import { eastAsianWidth } from 'get-east-asian-width';

/** How many columns of a terminal a text takes: a Chinese character two, a Latin one one. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0) ?? 0), 0);
}

/** The text with spaces up to this width. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** What is not torn apart: a Latin word or number with the character that follows it at once, or one Chinese character; each with its marks. */
const pieces =
  /\s+|[（《“]*(?:[^\s\p{Script=Han}，。；：、）》”！？（《“]+\p{Script=Han}?|\p{Script=Han})[，。；：、）》”！？]*|./gsu;

/** The text in lines that are no wider than this, broken where a reader would. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    if (line !== '' && widthOf(line) + widthOf(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}
