import type { Particulars } from './events.ts';
import type { Key, OfficerId } from './ids.ts';
import type { CaseState, OpenTask } from './state.ts';

export function mark(state: CaseState, key: Key, how: string): CaseState['done'] {
  return { ...state.done, [key]: how };
}

export function without<T>(record: { readonly [key: Key]: T }, key: Key): { readonly [key: Key]: T } {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

export function union(known: readonly OfficerId[], more: readonly OfficerId[]): readonly OfficerId[] {
  return [...new Set([...known, ...more])];
}

export function officers(value: unknown): readonly OfficerId[] {
  return Array.isArray(value) ? (value as OfficerId[]) : [];
}

/** What a check report leaves in the state, from the platform or on paper. */
export function reported({ missing, validUntil }: Particulars): Partial<CaseState> {
  return {
    sourcesMissing: Array.isArray(missing) ? missing.length : 0,
    ...(typeof validUntil === 'string' ? { reportValidUntil: validUntil } : {}),
  };
}

const judgements: ReadonlySet<string> = new Set([
  'review',
  'confirm',
  'periodicReview',
  'proposeChange',
  'confirmChange',
]);

/** Judgements under way must be made anew on what is now on file: their version rises. */
export function outdated(open: CaseState['open']): CaseState['open'] {
  return Object.fromEntries(
    Object.entries(open).map(([key, task]: [string, OpenTask]) => [
      key,
      judgements.has(task.kind) ? { ...task, version: task.version + 1 } : task,
    ]),
  );
}
