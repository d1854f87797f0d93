import type { Key } from '../../src/domain/case/ids.ts';
import type { Desk } from './caseFor.ts';

/**
 * After a commit the open tasks and expected facts of the state are exactly the waits of the story, and both stand at
 * the same place. Where not, the run begins again from the journal. Escalations belong to their clock, not to the story.
 */
export function inStep({ state, waits, rounds, stage }: Desk): boolean {
  const open = Object.entries(state.open).filter(([, task]) => task.kind !== 'escalation');
  const asked = [...open.map(([key]) => key), ...Object.keys(state.expected)] as Key[];
  const told = [...waits].filter(([, wait]) => wait.kind !== 'clock').map(([key]) => key);
  return (
    stage === state.stage &&
    Object.entries(rounds).every(([place, round]) => state.rounds[place as keyof typeof rounds] === round) &&
    asked.length === told.length &&
    asked.every((key) => waits.has(key))
  );
}
