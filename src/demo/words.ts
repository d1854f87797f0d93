import { articleInChinese } from '../domain/articles.ts';

/** The language a timeline is told in. One at a time: two beside each other leave no room for either in a terminal. */
export const langs = ['zh', 'en'] as const;
export type Lang = (typeof langs)[number];

/** A text in both languages. */
export type Text = { readonly [L in Lang]: string };

/** Without `en` it is the same in both, such as a number, a name, or what the API said in the language it was asked in. */
export function t(zh: string, en = zh): Text {
  return { zh, en };
}

/** Fen as yuan with two decimals, exactly. */
export function yuan(fen: number): Text {
  const amount = `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  return t(`${amount} 元`, `${amount} yuan`);
}

export function monthly(fen: number): Text {
  const { zh, en } = yuan(fen);
  return t(`每月 ${zh}`, `${en} a month`);
}

/** `wholeProcedure` is "whole procedure": the names of the code are the field's words (docs/glossary.md). */
export function nameInEnglish(code: string): string {
  return code.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

/** A citation: by its short name in English, as a letter gives it in Chinese. */
export function law(article: string): Text {
  return t(articleInChinese(article), article);
}
