import { businessDateOf } from '../calendar.ts';
import { type ClockKindName, clockKinds } from './clockKinds.ts';
import type { CaseEvent, ExtensionGround, PauseReason } from './events.ts';
import type { Key } from './ids.ts';

/**
 * `late`: a deadline has passed, whether or not what was due is done by now. `elapsed` (期满): it ran out, as a period is
 * meant to that is nobody's deadline, such as a posting.
 */
export type Verdict = 'running' | 'paused' | 'onTime' | 'late' | 'elapsed';

/** What can be proven about one statutory period (期限证明). Instants are ISO 8601, days business dates. */
export interface ClockCertificate {
  readonly kind: ClockKindName;
  readonly article: string;
  /** The document and article the length rests on, and whether it is national, local or assumed. */
  readonly ground: string;
  readonly level: string;
  readonly limit: { readonly length: number; readonly unit: string };
  readonly startedAt: string;
  /** The day of the event it counts from, itself not counted, but for a posting. */
  readonly countedFrom: string;
  readonly pauses: readonly { readonly reason: PauseReason; readonly from: string; readonly until?: string }[];
  readonly extension?: {
    readonly at: string;
    readonly ground: ExtensionGround;
    readonly article: string;
    readonly length: number;
  };
  /** Other lengths that came to hold while it ran, and on what ground. */
  readonly changes: readonly { readonly at: string; readonly length: number; readonly ground: string }[];
  readonly dueOn: string;
  readonly warnedAt?: string;
  readonly passedAt?: string;
  readonly endedAt?: string;
  readonly verdict: Verdict;
  readonly calendar: string;
  readonly provisional: boolean;
}

/** A journal row as far as a certificate needs it. */
export interface Dated {
  readonly at: string;
  readonly event: CaseEvent;
}

type Draft = { -readonly [K in keyof ClockCertificate]: ClockCertificate[K] } & { dueAt: number };

/** The certificate of one clock, read from the journal alone; undefined where the journal has no such clock. */
export function certificateOf(journal: readonly Dated[], key: Key): ClockCertificate | undefined {
  let draft: Draft | undefined;
  for (const { at, event } of journal) {
    if (!('key' in event) || event.key !== key) continue;
    if (event.type === 'clockStarted') {
      const { kind, ground, level, days: length, unit, from: countedFrom, dueOn, dueAt, calendar, provisional } = event;
      const { article } = clockKinds[kind];
      draft = {
        kind,
        article,
        ground,
        level,
        limit: { length, unit },
        startedAt: at,
        countedFrom,
        pauses: [],
        changes: [],
        dueOn,
        dueAt,
        verdict: 'running',
        calendar,
        provisional,
      };
    } else if (draft) {
      draft = { ...draft, ...change(draft, at, event) };
    }
  }
  if (!draft) return undefined;
  const { dueAt: _dueAt, ...certificate } = draft;
  return certificate;
}

function change(draft: Draft, at: string, event: CaseEvent): Partial<Draft> {
  switch (event.type) {
    case 'clockPaused':
      return { pauses: [...draft.pauses, { reason: event.reason, from: event.on }], verdict: 'paused' };
    case 'clockResumed': {
      const { dueOn, dueAt, calendar, provisional } = event;
      const pauses = draft.pauses.map((pause, i) =>
        i === draft.pauses.length - 1 ? { ...pause, until: businessDateOf(Date.parse(at)) } : pause,
      );
      return { pauses, dueOn, dueAt, calendar, provisional, verdict: 'running' };
    }
    case 'clockExtended': {
      const { dueOn, dueAt, calendar, provisional, ground, article, days: length } = event;
      const verdict = draft.verdict === 'paused' ? 'paused' : 'running';
      return { extension: { at, ground, article, length }, dueOn, dueAt, calendar, provisional, verdict };
    }
    case 'clockReplanned': {
      const { dueOn, dueAt, calendar, provisional, days: length, ground } = event;
      const counted = { dueOn, dueAt, calendar, provisional, verdict: 'running' } as const;
      if (length === undefined || ground === undefined) return counted;
      return { ...counted, changes: [...draft.changes, { at, length, ground }] };
    }
    case 'clockWarned':
      return { warnedAt: at };
    case 'clockPassed':
      return { passedAt: at, verdict: overdue(draft) };
    case 'clockStopped':
      return { endedAt: at, verdict: verdictOf(draft, Date.parse(at)) };
    default:
      return {};
  }
}

function verdictOf(draft: Draft, endedAt: number): Verdict {
  return draft.verdict === 'paused' || endedAt < draft.dueAt ? 'onTime' : overdue(draft);
}

function overdue({ kind }: Draft): Verdict {
  return clockKinds[kind].owner === undefined ? 'elapsed' : 'late';
}
