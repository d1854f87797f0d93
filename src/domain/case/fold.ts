import { isDepartment } from '../meeting/departments.ts';
import { clockKinds } from './clockKinds.ts';
import type { CaseEvent, Component, NoticeKind } from './events.ts';
import { aidAssessed, aidGiven, followUpRound, transferOutcome } from './foldAid.ts';
import { decided } from './foldDecision.ts';
import { dutyCalled } from './foldEmergency.ts';
import { identityRestored } from './foldIdentity.ts';
import { opinionMissed } from './foldMeeting.ts';
import { referralsAfter, referredFileOpened } from './foldReferral.ts';
import { mark, outdated, reported, without } from './foldTools.ts';
import type { DivisionCode, Key } from './ids.ts';
import { stages } from './stages.ts';
import type { BenefitNow, CaseState, LiveClock } from './state.ts';

/**
 * The one meaning of the journal: `(state, event) → state`. Pure. `record` folds with it, projections and rebuild use it,
 * and a workflow takes its state from the record's answer only, so that a changed fold can never change a live replay.
 */
export function fold(state: CaseState, event: CaseEvent): CaseState {
  return { ...state, ...change(state, event), seq: state.seq + 1 };
}

/** Letters by which something is taken from a family in benefit. */
const toDeliver: ReadonlySet<NoticeKind> = new Set([
  'benefitLowered',
  'gradualExit',
  'benefitSuspended',
  'benefitEnded',
  'gradualExitOver',
  'survivorsFile',
]);

function change(state: CaseState, event: CaseEvent): Partial<CaseState> {
  switch (event.type) {
    case 'registered':
      return {
        county: event.county,
        township: event.township,
        relatives: event.relatives,
        ...(event.predecessor ? { predecessor: event.predecessor } : {}),
        ...(event.personUnknown ? { personUnknown: true } : {}),
        ...(event.programme === 'dibao'
          ? {}
          : { programme: event.programme, aid: { persons: event.members, givenFen: 0 } }),
      };
    case 'stageEntered':
      return {
        stage: event.stage,
        rounds: { ...state.rounds, [event.stage]: event.round },
        done: forget(state.done, stages),
        ...(event.stage === 'survey' ? { reportUnweighed: undefined } : {}), // it is all looked into anew
      };
    case 'roundBegun':
      return {
        rounds: { ...state.rounds, [event.thread]: event.round },
        done: forget(state.done, [event.thread]),
        ...(event.thread === 'followUp' ? followUpRound(state) : {}),
      };
    case 'taskOpened':
      return {
        open: {
          ...state.open,
          [event.key]: {
            kind: event.kind,
            role: event.role,
            division: event.division,
            version: 1,
            ...(isDepartment(event.about?.department) ? { department: event.about.department } : {}),
          },
        },
      };
    case 'taskDecided':
      return {
        open: without(state.open, event.key),
        done: mark(state, event.key, event.outcome),
        ...decided(state, event),
        ...referralsAfter(state, event),
      };
    case 'taskWithdrawn':
      return {
        open: without(state.open, event.key),
        done: mark(state, event.key, 'moot'),
        ...opinionMissed(state, event.key),
      };
    case 'factExpected':
      return { expected: { ...state.expected, [event.key]: event.name } };
    case 'factNoLongerExpected':
      return { expected: without(state.expected, event.key) };
    case 'factArrived':
      return arrived(state, event);
    case 'clockStarted':
      return { clocks: { ...state.clocks, [event.key]: liveClock(event) } };
    case 'clockPaused':
      return { clocks: changeClock(state, event.key, (clock) => ({ ...clock, pausedOn: event.on })) };
    case 'clockResumed':
    case 'clockReplanned':
    case 'clockExtended':
      return {
        clocks: changeClock(state, event.key, (clock) => movedTo(clock, event)),
        ...(event.type === 'clockExtended' ? { extended: true } : {}),
      };
    case 'clockStopped':
      return {
        clocks: without(state.clocks, event.key),
        done: mark(state, event.key, state.clocks[event.key]?.passed ? 'passed' : 'stopped'),
      };
    case 'clockWarned':
      return { clocks: changeClock(state, event.key, (clock) => ({ ...clock, warned: true })) };
    case 'clockPassed':
      return { clocks: changeClock(state, event.key, (clock) => ({ ...clock, passed: true })) };
    case 'compared':
      return {
        discrepancies: event.differences,
        done: mark(state, event.key, 'compared'),
        open: outdated(state.open),
      };
    case 'assessed':
      return {
        assessment: {
          key: event.key,
          eligible: event.eligible,
          amountFen: event.amountFen,
          ...(event.exits ? { exits: event.exits } : {}),
        },
        done: mark(state, event.key, event.eligible ? 'eligible' : 'notEligible'),
        ...(event.aid ? aidAssessed(state, event.aid) : {}),
      };
    case 'noticeIssued':
      return {
        done: mark(state, event.key, 'done'),
        ...(toDeliver.has(event.notice) ? { lettersToDeliver: (state.lettersToDeliver ?? 0) + 1 } : {}),
      };
    case 'effectRequested':
    case 'messageRequested':
    case 'papersSent':
    case 'accountChanged':
      return { done: mark(state, event.key, 'done') };
    case 'handedOver':
      return { done: mark(state, event.key, 'done') };
    case 'referredFileOpened':
      return referredFileOpened(state, event);
    case 'survivorsFileOpened':
      return {
        done: mark(state, event.key, 'done'),
        ...(event.matches ? { matchesToSettle: Math.max((state.matchesToSettle ?? 0) - event.matches, 0) } : {}),
      };
    case 'benefitGranted':
      return {
        done: mark(state, event.key, 'done'),
        benefit: { monthFrom: event.monthFrom, amountFen: sumOf(event.components), cause: 'granted' },
        ...(event.reviewClass ? { reviewClass: event.reviewClass } : {}),
      };
    case 'benefitChanged':
      return { done: mark(state, event.key, 'done'), benefit: benefitNow(event), open: outdated(state.open) };
    case 'recoveryDecided': {
      const asked = event.waived ? 0 : event.months.reduce((sum, { fen }) => sum + fen, event.fineFen);
      return {
        done: mark(state, event.key, 'done'),
        overpaidFen: undefined,
        recoveryProposedBy: undefined,
        owedBackFen: (state.owedBackFen ?? 0) + asked,
      };
    }
    case 'dutyCalled':
      return dutyCalled(state, event);
    case 'aidGiven':
      return aidGiven(state, event);
    case 'identityRestored':
      return identityRestored(state, event);
    case 'moved':
      return { township: event.to, open: reseated(state.open, event.from, event.to) };
    case 'lookBegun': // whoever looks and judges now is another than whoever did before, or the same person may not confirm
      return {
        look: { why: event.why },
        investigated: [],
        reviewed: [],
        discrepancies: 0,
        changesToLookAt: 0,
        reportUnweighed: undefined,
        redo: undefined,
        proposal: undefined,
      };
    case 'lookEnded':
      return {
        look: undefined,
        reviewClass: event.reviewClass,
        ...(state.changesToLookAt ? {} : { reportedLate: undefined }), // not found true: there was nothing to report
      };
    case 'caseEnded':
      return { endedAs: event.as, ...(event.keepUntil ? { keepUntil: event.keepUntil } : {}) };
    default:
      throw ofLaterVersion(event satisfies never);
  }
}

/**
 * While two versions run side by side, the older may meet an event that only the newer knows. What it would fold from that
 * would be wrong, so it records nothing: the case waits until a worker of the newer version takes it.
 */
function ofLaterVersion(event: never): Error {
  return new Error(`An event of a later version: ${(event as { type: string }).type}`);
}

/** What the township had to do, the other township does. */
function reseated(open: CaseState['open'], from: DivisionCode, to: DivisionCode): CaseState['open'] {
  return Object.fromEntries(
    Object.entries(open).map(([key, task]) => [key, task.division === from ? { ...task, division: to } : task]),
  );
}

/** What the last of the periods gives: what the family gets once all of them have begun. */
function benefitNow({ cause, monthFrom, periods }: Extract<CaseEvent, { type: 'benefitChanged' }>): BenefitNow {
  const last = periods.at(-1);
  return {
    monthFrom: periods[0]?.monthFrom ?? monthFrom,
    ...(last?.monthTo === undefined ? {} : { monthTo: last.monthTo }),
    amountFen: sumOf(last?.components ?? []),
    cause,
  };
}

function sumOf(components: readonly Component[]): number {
  return components.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0);
}

/**
 * A fact somebody waits for is done; one nobody waits for makes the screens of those who judge out of date, unless it
 * only tells what became of a message of ours. What a register says is counted, so that none is lost while another is
 * looked into.
 */
function arrived(state: CaseState, event: Extract<CaseEvent, { type: 'factArrived' }>): Partial<CaseState> {
  if (event.name === 'messageReceipt') return {};
  if (event.name === 'overpaid') return { overpaidFen: Number(event.particulars.fen) };
  if (event.name === 'registerMatch')
    return { matchesToSettle: (state.matchesToSettle ?? 0) + 1, open: outdated(state.open) };
  if (event.key === undefined || state.expected[event.key] === undefined)
    return { open: outdated(state.open), ...(event.particulars.contradicts === true ? { reportUnweighed: true } : {}) };
  return {
    expected: without(state.expected, event.key),
    done: mark(state, event.key, 'arrived'),
    ...(event.name === 'checkReport' ? reported(event.particulars) : {}),
    ...(event.name === 'transferOutcome' ? transferOutcome(state, event.particulars) : {}),
  };
}

type RunningClock = Omit<LiveClock, 'warned' | 'passed' | 'pausedOn'>;

function liveClock({ kind, days, unit, from, dueOn, dueAt, warnAt }: RunningClock): LiveClock {
  const asSet = clockKinds[kind].unit === 'asSet' && unit !== undefined ? { unit } : {};
  return { kind, days, ...asSet, from, dueOn, dueAt, ...(warnAt === undefined ? {} : { warnAt }) };
}

/** A new end is warned of and passed anew. What is extended while it stands still stands still. */
function movedTo(
  { kind, days, unit, pausedOn }: LiveClock,
  event: Extract<CaseEvent, { type: 'clockResumed' | 'clockReplanned' | 'clockExtended' }>,
): LiveClock {
  const clock = liveClock({ days, ...(unit === undefined ? {} : { unit }), ...event, kind });
  return event.type === 'clockExtended' && pausedOn !== undefined ? { ...clock, pausedOn } : clock;
}

function changeClock(state: CaseState, key: Key, to: (clock: LiveClock) => LiveClock): CaseState['clocks'] {
  const clock = state.clocks[key];
  return clock === undefined ? state.clocks : { ...state.clocks, [key]: to(clock) };
}

/** What was done in rounds now over is no longer carried; the journal keeps it. */
function forget(done: CaseState['done'], places: readonly string[]): CaseState['done'] {
  return Object.fromEntries(Object.entries(done).filter(([key]) => !places.includes(key.slice(0, key.indexOf('.')))));
}
