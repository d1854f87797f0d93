import { provisionalLength } from '../../src/db/case/clocks.ts';
import { readFact } from '../../src/db/inbox/facts.ts';
import { requestEffect } from '../../src/db/outbox.ts';
import type { Tx } from '../../src/db/pool.ts';
import { judgeMatch, matchToSettle } from '../../src/db/registers/flags.ts';
import { addMonthsToDate, businessDateOf } from '../../src/domain/calendar.ts';
import { ringOf } from '../../src/domain/case/clockInstants.ts';
import { type ClockKindName, clockKinds } from '../../src/domain/case/clockKinds.ts';
import {
  extendedFrom,
  replanned,
  replannedByPolicy,
  resumedToday,
  startedToday,
} from '../../src/domain/case/deadlines.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import { withReferralNo } from '../../src/domain/case/foldReferral.ts';
import { type Key, publicId } from '../../src/domain/case/ids.ts';
import { lookDue } from '../../src/domain/case/looks.ts';
import { type CaseState, clockOf } from '../../src/domain/case/state.ts';
import { type TaskKindName, taskKinds } from '../../src/domain/case/taskKinds.ts';
import type { CaseLaw } from '../../src/policy/law.ts';
import type { RecordDeps } from '../record.ts';
import { approveAccount, changeAccount } from './account.ts';
import { aidCameBack, aidGiven, personKnown, recallPlanned } from './aid.ts';
import { assessCase } from './assessment.ts';
import { benefitChanged } from './benefit.ts';
import { compareEvidence, paperReport, reportArrived } from './comparison.ts';
import { dutyCalled } from './duty.ts';
import { granted } from './grant.ts';
import { handedOver } from './handover.ts';
import { identityCorrected, identityRestored } from './identity.ts';
import { joinReport } from './join.ts';
import { lookEnded } from './look.ts';
import { messageRequested } from './message.ts';
import { issueNotice } from './notice.ts';
import { papersSent } from './papers.ts';
import { recoveryDecided } from './recovery.ts';
import { referredFileOpened } from './referred.ts';
import { registered } from './registration.ts';
import { paidAsBefore } from './remedy.ts';
import { reportedLate } from './reportedLate.ts';
import { seatOf } from './seat.ts';
import { survivorsFileOpened } from './survivors.ts';

/**
 * A draft as the journal takes it: with today's law, and with what is kept sealed brought to its codes and hashes. A
 * draft may mean no event (a pause where policy counts the posting) or several (a passed clock calls the supervisor).
 */
export async function complete(
  tx: Tx,
  deps: RecordDeps,
  law: CaseLaw,
  state: CaseState,
  draft: Draft,
): Promise<CaseEvent[]> {
  const today = businessDateOf(law.now);
  switch (draft.type) {
    case 'registered':
      return [await registered(tx, deps.cipher, state.caseId)];
    case 'taskOpened': {
      const about = draft.kind === 'confirmMatch' ? await matchToSettle(tx, state.caseId) : undefined;
      return [{ ...draft, ...(about ? { about } : {}), ...seatOf(draft.kind, state, law, undefined, draft.about) }];
    }
    case 'taskDecided': {
      const particulars = withReferralNo(state, draft.particulars);
      const decided = { ...draft, particulars, article: taskKinds[draft.kind].article };
      if (draft.outcome === 'duplicate')
        await joinReport(tx, deps.cipher, { caseId: state.caseId, key: draft.key, of: String(draft.particulars.of) });
      if (draft.kind === 'completePapers') await personKnown(tx, deps.cipher, state, draft.commandId);
      if (draft.kind === 'correctAccount') return [decided, await changeAccount(tx, deps.cipher, state, draft)];
      if (draft.kind === 'approveAccountChange' && draft.outcome === 'approved')
        return [decided, await approveAccount(tx, deps.cipher, law, state, draft)];
      if (draft.kind === 'registerChange')
        return [
          { ...decided, particulars: { ...draft.particulars, ...(await reportedLate(tx, deps.cipher, law, draft)) } },
        ];
      if (draft.kind === 'registerRemedy') return [decided, ...(await paidAsBefore(tx, law, state, draft))];
      if (draft.kind === 'chaseCheck' && draft.outcome === 'paperReport')
        return [{ ...decided, particulars: { ...draft.particulars, ...paperReport(law) } }];
      if (draft.kind === 'confirmMatch') {
        const match = await judgeMatch(tx, publicId(state.caseId, draft.key), draft.outcome, instantOf(law));
        return [{ ...decided, particulars: { ...draft.particulars, ...match } }];
      }
      if (draft.kind === 'handleObjection') {
        return [{ ...decided, particulars: { ...draft.particulars, postAgain: law.value('publicity.redo') } }];
      }
      // Without the mark it is one that was said before the county was asked: nothing came of it.
      if (draft.kind === 'departmentTask' && draft.outcome === 'cannot')
        return [{ ...decided, particulars: { ...draft.particulars, toCounty: true } }];
      if (draft.kind === 'registerIdentity' || draft.kind === 'completePapers')
        return [decided, ...(await identityRestored(tx, deps.cipher, law, state, draft))];
      if (draft.kind === 'confirmCorrection' && draft.outcome === 'approved') {
        const corrected = await identityCorrected(tx, deps.cipher, law, state, draft);
        return [decided, ...givenUp(state, 'lookAtDuplicates'), ...corrected]; // it was about another person
      }
      return [decided];
    }
    case 'factArrived': {
      const fact = await readFact(tx, draft.factId);
      if (!fact) return []; // told of what is not on file: a word of Temporal's alone, and no reason to stand still
      const { source, content_hash: contentHash, payload } = fact;
      if (draft.name === 'transferOutcome' && draft.key && payload.result !== 'settled')
        await aidCameBack(tx, state.caseId, draft.key);
      const codes = payload as Record<string, string | number | boolean>;
      const found = draft.name === 'checkReport' ? await reportArrived(tx, deps.cipher, law, state, draft, fact) : {};
      return [{ ...draft, source, contentHash, particulars: { ...codes, ...found } }];
    }
    case 'clockStarted':
      return [{ ...draft, ...startedToday(draft.kind, law, state, draft.key) }];
    case 'clockPaused':
      return law.value('limit.totalExcludesPublicity') && state.clocks[draft.key] ? [{ ...draft, on: today }] : [];
    case 'clockResumed': {
      const clock = state.clocks[draft.key];
      return clock?.pausedOn ? [{ ...draft, ...resumedToday(clock, law) }] : [];
    }
    case 'clockExtended': {
      const clock = state.clocks[draft.key];
      if (!clock || !state.extensionGround) return [];
      const { article } = taskKinds.extendProcedure;
      return [{ ...draft, ...extendedFrom(clock, law), ground: state.extensionGround, article }];
    }
    case 'clockReplanned':
      return replan(tx, state, draft, law);
    case 'clockStopped':
      if (!state.clocks[draft.key]) return []; // the end of the case stopped it already
      return [draft, ...escalationOf(state, draft.key).map(withdrawn)];
    case 'clockPassed':
      return passes(state, draft, law);
    case 'clockWarned':
      return [draft];
    case 'effectRequested':
      if (draft.effect === 'recallTransfer') await recallPlanned(tx, state.caseId, draft.key);
      await requestEffect(tx, {
        outboxId: publicId(state.caseId, draft.key),
        caseId: state.caseId,
        division: state.township,
        effect: draft.effect,
        at: new Date(law.now),
      });
      return [draft];
    case 'messageRequested':
      return [await messageRequested(tx, deps.cipher, law, state, draft)];
    case 'compared':
      return [await compareEvidence(tx, deps.cipher, law, state, draft.key)];
    case 'assessed':
      return [await assessCase(tx, deps.cipher, law, state, draft.key)];
    case 'noticeIssued':
      return [await issueNotice(tx, deps.cipher, law, state, draft)];
    case 'benefitGranted':
      return [await granted(tx, deps.cipher, law, state, draft)];
    case 'benefitChanged':
      return benefitChanged(tx, deps.cipher, law, state, draft);
    case 'recoveryDecided':
      return [await recoveryDecided(tx, deps.cipher, state, draft)];
    case 'survivorsFileOpened':
      return [await survivorsFileOpened(tx, deps.cipher, law, state, draft)];
    case 'referredFileOpened':
      return [await referredFileOpened(tx, deps.cipher, law, state, draft)];
    case 'handedOver':
      return handedOver(tx, deps.cipher, law, state, draft);
    case 'lookBegun': {
      const why = lookDue(state);
      return why ? [{ ...draft, why }] : [];
    }
    case 'dutyCalled':
      return [await dutyCalled(tx, deps.cipher, law, state, draft)];
    case 'aidGiven':
      return [await aidGiven(tx, deps.cipher, law, state, draft)];
    case 'papersSent':
      return [await papersSent(tx, deps.cipher, state, draft)];
    case 'lookEnded':
      return lookEnded(tx, deps.cipher, law, state);
    case 'caseEnded':
      return [
        ...(Object.keys(state.open) as Key[]).map(withdrawn),
        ...(Object.keys(state.expected) as Key[]).map((key): CaseEvent => ({ type: 'factNoLongerExpected', key })),
        ...(Object.keys(state.clocks) as Key[]).map((key): CaseEvent => ({ type: 'clockStopped', key })),
        { ...draft, keepUntil: addMonthsToDate(today, 12 * law.value('archive.yearsAfterStop')) },
      ];
    case 'taskWithdrawn':
      return state.open[draft.key] ? [draft] : [];
    case 'factNoLongerExpected':
      return state.expected[draft.key] ? [draft] : [];
    case 'stageEntered':
    case 'roundBegun':
    case 'factExpected':
      return [draft];
    default:
      return draft satisfies never;
  }
}

function instantOf({ now }: CaseLaw): string {
  return new Date(now).toISOString();
}

/** A workflow's clock may run before the record's: a clock says what it has to say at its instant or after, never before. */
export function ringsEarly(state: CaseState, draft: Draft, now: number): boolean {
  if (draft.type !== 'clockWarned' && draft.type !== 'clockPassed') return false;
  const clock = state.clocks[draft.key];
  const ring = clock && ringOf(draft.key, clock);
  return ring === undefined || ring.says !== draft.type || now < ring.at;
}

/**
 * Only a provisional end moves by a list of rest days, and only by one it was not counted on; one that was paused keeps
 * what was left. Any end moves by a length that holds for clocks that run already.
 */
async function replan(
  tx: Tx,
  state: CaseState,
  draft: Extract<Draft, { type: 'clockReplanned' }>,
  law: CaseLaw,
): Promise<CaseEvent[]> {
  const clock = state.clocks[draft.key];
  const changed = clock && replannedByPolicy(clock, law, state);
  if (changed) {
    const { end, days, ground, level } = changed;
    return [{ ...draft, ...end, days, ground, level }];
  }
  const days = clock && (await provisionalLength(tx, publicId(state.caseId, draft.key), law.calendar.version));
  return clock && days !== undefined ? [{ ...draft, ...replanned(clock, days, law) }] : [];
}

/** A deadline that passes calls a supervisor. */
function passes(state: CaseState, draft: Extract<Draft, { type: 'clockPassed' }>, law: CaseLaw): CaseEvent[] {
  const clock = state.clocks[draft.key];
  if (!clock || !clockKinds[clock.kind].owner) return [draft];
  const key = escalationKey(draft.key, state);
  const about = { clock: clock.kind };
  const escalation = { type: 'taskOpened', key, kind: 'escalation', clock: clock.kind, about } as const;
  return [draft, { ...escalation, ...seatOf('escalation', state, law, clock.kind) }];
}

function escalationKey(clock: Key, state: CaseState): Key {
  const [place, round, kind, nth] = clock.split('.') as [string, string, string, string?];
  const name = `escalation${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const which = nth ?? (state.extended ? '2' : undefined);
  return `${place}.${round}.${name}${which === undefined ? '' : `.${which}`}` as Key;
}

/** A clock that is stopped needs no supervisor any more. */
function escalationOf(state: CaseState, clock: Key): Key[] {
  const keys = [false, true].map((extended) => escalationKey(clock, { ...state, extended }));
  return [...new Set(keys)].filter((key) => state.open[key]);
}

/** Nobody is asked any more what a task of this kind asked, nor called because it is late. */
export function givenUp(state: CaseState, kind: TaskKindName & ClockKindName): CaseEvent[] {
  const tasks = (Object.keys(state.open) as Key[]).filter((key) => state.open[key]!.kind === kind);
  const clock = clockOf(state, kind)?.key;
  const stopped: CaseEvent[] = clock ? [{ type: 'clockStopped', key: clock }] : [];
  return [...tasks, ...(clock ? escalationOf(state, clock) : [])].map(withdrawn).concat(stopped);
}

function withdrawn(key: Key): CaseEvent {
  return { type: 'taskWithdrawn', key };
}
