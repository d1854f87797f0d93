import type { CaseEvent, Component, ExtensionGround, Particulars } from './events.ts';
import type { Key, OfficerId } from './ids.ts';
import { stages } from './stages.ts';
import type { BenefitNow, CaseState, LiveClock, OpenTask } from './state.ts';

/**
 * The one meaning of the journal: `(state, event) → state`. Pure. `record` folds with it, projections and rebuild use it,
 * and a workflow takes its state from the record's answer only, so that a changed fold can never change a live replay.
 */
export function fold(state: CaseState, event: CaseEvent): CaseState {
  return { ...state, ...change(state, event), seq: state.seq + 1 };
}

function change(state: CaseState, event: CaseEvent): Partial<CaseState> {
  switch (event.type) {
    case 'registered':
      return {
        county: event.county,
        township: event.township,
        relatives: event.relatives,
        ...(event.predecessor ? { predecessor: event.predecessor } : {}),
      };
    case 'stageEntered':
      return {
        stage: event.stage,
        rounds: { ...state.rounds, [event.stage]: event.round },
        done: forget(state.done, stages),
        ...(event.stage === 'survey' ? { reportUnweighed: undefined } : {}), // it is all looked into anew
      };
    case 'roundBegun':
      return { rounds: { ...state.rounds, [event.thread]: event.round }, done: forget(state.done, [event.thread]) };
    case 'taskOpened':
      return {
        open: {
          ...state.open,
          [event.key]: { kind: event.kind, role: event.role, division: event.division, version: 1 },
        },
      };
    case 'taskDecided':
      return {
        open: without(state.open, event.key),
        done: mark(state, event.key, event.outcome),
        ...decided(state, event),
      };
    case 'taskWithdrawn':
      return { open: without(state.open, event.key), done: mark(state, event.key, 'moot') };
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
      };
    case 'noticeIssued':
    case 'effectRequested':
    case 'messageRequested':
    case 'accountChanged':
    case 'survivorsFileOpened':
      return { done: mark(state, event.key, 'done') };
    case 'benefitGranted':
      return {
        done: mark(state, event.key, 'done'),
        benefit: { monthFrom: event.monthFrom, amountFen: sumOf(event.components), cause: 'granted' },
        ...(event.reviewClass ? { reviewClass: event.reviewClass } : {}),
      };
    case 'benefitChanged':
      return { done: mark(state, event.key, 'done'), benefit: benefitNow(event), open: outdated(state.open) };
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
      return { look: undefined, reviewClass: event.reviewClass };
    case 'caseEnded':
      return { endedAs: event.as };
    default:
      return event satisfies never;
  }
}

function decided(state: CaseState, event: Extract<CaseEvent, { type: 'taskDecided' }>): Partial<CaseState> {
  switch (event.kind) {
    case 'accept':
      return { supplementAsked: state.supplementAsked || event.outcome === 'supplementNeeded' };
    case 'registerChange':
      return toBeLookedAt(state, event.key);
    case 'confirmMatch':
      return {
        matchesToSettle: Math.max((state.matchesToSettle ?? 0) - 1, 0),
        ...(event.outcome === 'confirmed' ? toBeLookedAt(state, event.key) : {}),
      };
    case 'periodicReview':
    case 'verifyChange':
      return {
        investigated: union(state.investigated, [event.officer, ...officers(event.particulars.investigators)]),
        look: {
          why: state.look?.why ?? 'review',
          ...(event.particulars.headChanged === true ? { headChanged: true } : {}),
        },
      };
    case 'proposeChange': {
      const { outcome, particulars, officer } = event;
      const look = state.look ?? { why: 'review' };
      const proposed = { outcome, amountFen: Number(particulars.amountFen ?? 0) };
      return { reviewed: union(state.reviewed, [officer]), look: { ...look, proposed }, ...shortTerm(particulars) };
    }
    case 'hear':
      return event.outcome === 'newFacts' ? { look: { why: 'change' } } : {};
    case 'confirmChange':
      return event.outcome === 'returned' ? { look: { why: 'change' } } : {};
    case 'registerRemedy':
      return { remedyPending: true };
    case 'recordRemedy':
      return { remedyPending: undefined, ...(event.outcome === 'redo' ? { redo: true } : {}) };
    case 'homeVisit':
      return { investigated: union(state.investigated, [event.officer, ...officers(event.particulars.investigators)]) };
    case 'resolveDiscrepancy':
      return { reviewed: union(state.reviewed, [event.officer]) };
    case 'handleObjection':
      return { postedEnough: event.particulars.postAgain === false, reviewed: union(state.reviewed, [event.officer]) };
    case 'review': {
      const reviewed = union(state.reviewed, [event.officer]); // also who sends it back has judged it
      if (event.outcome === 'resurvey') return { reviewed };
      return {
        reviewed,
        ...shortTerm(event.particulars),
        reportUnweighed: undefined,
        proposal: { grant: event.outcome === 'proposeGrant', amountFen: Number(event.particulars.amountFen ?? 0) },
      };
    }
    case 'chaseCheck':
      return event.outcome === 'paperReport' ? reported(event.particulars) : {};
    case 'completeCheck':
      return event.outcome === 'paperReport' ? { sourcesMissing: 0 } : {};
    case 'extendProcedure':
      return { extensionGround: event.particulars.ground as ExtensionGround };
    case 'countyVisit':
      return { countyVisited: true };
    case 'registerComplaint':
      return { complaint: true, open: outdated(without(state.open, event.key)) };
    default:
      return {};
  }
}

/** Who reviews the family looks at what is said meanwhile, too; otherwise it waits for a look of its own. */
function toBeLookedAt(state: CaseState, decided: Key): Partial<CaseState> {
  const open = without(state.open, decided);
  const isReviewed = Object.values(open).some(({ kind }) => kind === 'periodicReview');
  if (isReviewed && state.look) return { look: { ...state.look, reported: true }, open: outdated(open) };
  return { changesToLookAt: (state.changesToLookAt ?? 0) + 1 };
}

function shortTerm({ shortTerm }: Particulars): Partial<CaseState> {
  return typeof shortTerm === 'boolean' ? { shortTerm } : {};
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
  if (event.name === 'registerMatch')
    return { matchesToSettle: (state.matchesToSettle ?? 0) + 1, open: outdated(state.open) };
  if (event.key === undefined || state.expected[event.key] === undefined)
    return { open: outdated(state.open), ...(event.particulars.contradicts === true ? { reportUnweighed: true } : {}) };
  return {
    expected: without(state.expected, event.key),
    done: mark(state, event.key, 'arrived'),
    ...(event.name === 'checkReport' ? reported(event.particulars) : {}),
  };
}

/** What a check report leaves in the state, from the platform or on paper. */
function reported({ missing, validUntil }: Particulars): Partial<CaseState> {
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
function outdated(open: CaseState['open']): CaseState['open'] {
  return Object.fromEntries(
    Object.entries(open).map(([key, task]: [string, OpenTask]) => [
      key,
      judgements.has(task.kind) ? { ...task, version: task.version + 1 } : task,
    ]),
  );
}

type RunningClock = Omit<LiveClock, 'warned' | 'passed' | 'pausedOn'>;

function liveClock({ kind, days, from, dueOn, dueAt, warnAt }: RunningClock): LiveClock {
  return { kind, days, from, dueOn, dueAt, ...(warnAt === undefined ? {} : { warnAt }) };
}

/** A new end is warned of and passed anew. What is extended while it stands still stands still. */
function movedTo(
  { kind, days, pausedOn }: LiveClock,
  event: Extract<CaseEvent, { type: 'clockResumed' | 'clockReplanned' | 'clockExtended' }>,
): LiveClock {
  const clock = liveClock({ days, ...event, kind });
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

function mark(state: CaseState, key: Key, how: string): CaseState['done'] {
  return { ...state.done, [key]: how };
}

function without<T>(record: { readonly [key: Key]: T }, key: Key): { readonly [key: Key]: T } {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

function union(known: readonly OfficerId[], more: readonly OfficerId[]): readonly OfficerId[] {
  return [...new Set([...known, ...more])];
}

function officers(value: unknown): readonly OfficerId[] {
  return Array.isArray(value) ? (value as OfficerId[]) : [];
}
