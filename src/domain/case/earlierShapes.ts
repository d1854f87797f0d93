import type { CaseEvent } from './events.ts';
import type { Key } from './ids.ts';
import { type AidNow, type CaseState, type EmergencyNow, shapeOfToday } from './state.ts';

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
  return { ...withAidApart(carried), expected: Object.fromEntries(expected) };
}

/** Shape 2 held what was given in an emergency together with the emergency itself. */
function withAidApart(carried: CaseState): CaseState {
  if (carried.aid !== undefined || carried.emergency === undefined) return carried;
  const { dutyCalled, dutyReached, dutyExhausted, overOn, ...aid } = carried.emergency;
  const emergency = { dutyCalled, dutyReached, dutyExhausted, overOn };
  return { ...carried, programme: 'emergency', emergency: present<EmergencyNow>(emergency), aid: aid as AidNow };
}

function present<T extends object>(parts: { [name in keyof T]: T[name] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as T;
}

function keyOfToday(key: Key): Key {
  const [place, round, name = '', ...nth] = key.split('.');
  return [place, round, renamed[name] ?? name, ...nth].join('.') as Key;
}
