import type { Tx } from './pool.ts';

/**
 * A question to the record, to be asked beside others in one statement. `text` selects rows, and says `$1`, `$2` … where it
 * means what it is about. The rows come as JSON: instants as texts, for `instant` to read; dates and amounts as always.
 */
export interface Question<T> {
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: rows as the database gives them
  read(rows: any[]): T;
}

/** A question with what it is about; one without is about the record as a whole. */
export interface Asked<T> extends Question<T> {
  readonly about?: readonly string[];
}

/** The question about this, or these. */
export function about<T>(what: string | readonly string[], question: Question<T>): Asked<T> {
  return { ...question, about: [what].flat() };
}

type AnswerTo<Q> = Q extends Asked<infer T> ? T : undefined;
export type Answers<A> = { readonly [K in keyof A]: AnswerTo<A[K]> };

/**
 * Answers to all of these, in one statement that is planned once a connection: each statement of its own would cost the
 * driver and the database more than most of them cost to answer. What is undefined is not asked.
 * @param name one for each set of questions, at most 40 characters
 */
export async function ask<const A extends { readonly [name: string]: Asked<unknown> | undefined }>(
  tx: Tx,
  name: string,
  questions: A,
): Promise<Answers<A>> {
  const asked = Object.entries(questions).filter((entry): entry is [string, Asked<unknown>] => entry[1] !== undefined);
  const left = Object.keys(questions).filter((key) => questions[key] === undefined);
  // Each has places of its own, also where two are about the same: a name stands for one text, whatever is asked for.
  const values: string[] = [];
  const answers = asked.map(([key, { text, about = [] }]) => {
    const before = values.length;
    values.push(...about);
    const question = text.replace(/\$(\d)/g, (_, nth) => `$${before + Number(nth)}`);
    return `(select json_agg(answer) from (${question}) answer) as "${key}"`;
  });
  const selected = answers.join(', ');
  const planned = left.length === 0 ? name : `${name} but ${left}`;
  const { rows } = await tx.query({ name: planned, text: `select ${selected}`, values });
  return Object.fromEntries(asked.map(([key, question]) => [key, question.read(rows[0][key] ?? [])])) as Answers<A>;
}

/** An instant of a row, whether it came as JSON or by itself, as ISO 8601 in UTC with milliseconds. */
export function instant(at: string | Date): string {
  return new Date(at).toISOString();
}

export function instantOrNull(at: string | Date | null): string | null {
  return at === null ? null : instant(at);
}
