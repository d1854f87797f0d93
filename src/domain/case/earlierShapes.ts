import type { CaseEvent } from './events.ts';
import type { Key } from './ids.ts';
import { type CaseState, shapeOfToday } from './state.ts';

/** What a fact was called before, and is called now. The journal keeps the word it was written with. */
const renamed: Readonly<Record<string, string>> = { paymentReturned: 'paymentBlocked' };

/** An event of an earlier version, as the fold and the tables of today understand it. Its hash is of what was written. */
export function inWordsOfToday(event: CaseEvent): CaseEvent {
  switch (event.type) {
    case 'factExpected':
      return { ...event, key: keyOfToday(event.key), name: renamed[event.name] ?? event.name };
    case 'factNoLongerExpected':
      return { ...event, key: keyOfToday(event.key) };
    case 'factArrived':
      return {
        ...event,
        name: renamed[event.name] ?? event.name,
        ...(event.key === undefined ? {} : { key: keyOfToday(event.key) }),
      };
    default:
      return event;
  }
}

/**
 * A state that an earlier version handed on, good enough to begin the story with: it waits for what the journal waits
 * for. The first commit's answer is the state of today.
 */
export function broughtUp(carried: CaseState): CaseState {
  if (carried.v === shapeOfToday) return carried;
  const expected = Object.entries(carried.expected).map(([key, name]) => [
    keyOfToday(key as Key),
    renamed[name] ?? name,
  ]);
  return { ...carried, expected: Object.fromEntries(expected) };
}

function keyOfToday(key: Key): Key {
  const [place, round, name = '', ...nth] = key.split('.');
  return [place, round, renamed[name] ?? name, ...nth].join('.') as Key;
}
