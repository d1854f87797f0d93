/** A refusal in one row: HTTP status, then what it is and what can be done, in Chinese and in English. */
export type ProblemRow = readonly [status: number, zh: string, zhRemedy: string, en: string, enRemedy: string];
