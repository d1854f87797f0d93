import type { Explanation } from '../domain/rules.ts';

/** A stored calculation for people: each value under the one it enters, with its article and where it comes from. */
export function calculationText(stored: string): string {
  const { explanation, eligible, amountFen } = JSON.parse(stored) as {
    readonly explanation?: Explanation;
    readonly eligible: boolean;
    readonly amountFen: number;
  };
  const head = `${eligible ? '符合条件 eligible' : '不符合条件 not eligible'}；每月 ${amountFen} 分 fen a month\n\n`;
  return head + (explanation ? lines(explanation, 0).join('') : '');
}

function lines({ title, value, unit, article, source, inputs }: Explanation, depth: number): string[] {
  const words = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const from = [article, source].filter(Boolean).join('; ');
  const line = `${'  '.repeat(depth)}${title.zh} ${title.en}: ${words} ${unit} [${from}]\n`;
  return [line, ...inputs.flatMap((input) => lines(input, depth + 1))];
}
