import type { Key } from '../../src/domain/case/ids.ts';
import type { Desk } from './caseFor.ts';

/**
 * After a commit the open tasks and expected facts of the state are exactly the waits of the story, and both stand at
 * the same place. Where not, the run begins again from the journal. Escalations belong to their clock, not to the story.
 */
export function inStep(desk: Desk): boolean {
  return outOfStep(desk).length === 0;
}

/** What the story and the journal disagree about: keys and places, nothing about a person. */
export function outOfStep({ state, waits, rounds, stage }: Desk): string[] {
  const open = Object.entries(state.open).filter(([, task]) => task.kind !== 'escalation');
  const asked = [...open.map(([key]) => key), ...Object.keys(state.expected)] as Key[];
  const told = [...waits].filter(([, wait]) => wait.kind !== 'clock').map(([key]) => key);
  return [
    ...(stage === state.stage ? [] : [`stage ${stage}, recorded ${state.stage}`]),
    ...Object.entries(rounds)
      .filter(([place, round]) => state.rounds[place as keyof typeof rounds] !== round)
      .map(([place, round]) => `${place} in round ${round}, recorded ${state.rounds[place as keyof typeof rounds]}`),
    ...asked.filter((key) => !waits.has(key)).map((key) => `${key} is open, and not waited for`),
    ...told.filter((key) => !asked.includes(key)).map((key) => `${key} is waited for, and not open`),
  ];
}
