import type { ListEvent } from './list.ts';

/** An event of a list's journal, and who stands behind it. */
export interface ListStep {
  readonly event: ListEvent;
  readonly actor: string;
}

/**
 * The place of the first event that a list's journal cannot have there: something destroyed before another person approved
 * the list and as many as were asked supervised it, a file that was never on it, a file destroyed twice. Undefined: none.
 */
export function outOfOrder(steps: readonly ListStep[]): number | undefined {
  const signed = new Set<string>();
  const left = new Set<string>();
  let state: 'none' | 'proposed' | 'approved' | 'over' = 'none';
  let supervisors = 0;
  const allowed = ({ event, actor }: ListStep): boolean => {
    switch (event.type) {
      case 'proposed':
        if (state !== 'none') return false;
        state = 'proposed';
        for (const { caseId } of event.files) left.add(caseId);
        return signed.add(actor).size === 1;
      case 'takenOff':
        return (state === 'proposed' || state === 'approved') && left.delete(event.caseId);
      case 'approved':
        if (state !== 'proposed' || signed.has(actor)) return false;
        state = 'approved';
        supervisors = event.supervisors;
        return signed.add(actor).size === 2;
      case 'supervised':
        if (state !== 'approved' || signed.has(actor) || signed.size - 1 !== event.nth) return false;
        return signed.add(actor).size <= 2 + supervisors;
      case 'destroyed':
        return state === 'approved' && signed.size === 2 + supervisors && left.delete(event.caseId);
      case 'done':
        if (state !== 'approved' || signed.size !== 2 + supervisors || left.size > 0) return false;
        state = 'over';
        return true;
      case 'withdrawn':
        if (state !== 'proposed' && state !== 'approved') return false;
        state = 'over';
        return true;
      default:
        return event satisfies never;
    }
  };
  const at = steps.findIndex((step) => !allowed(step));
  return at < 0 ? undefined : at + 1;
}
