import { stagesFrom, stagesLeft, totalOf } from '../aid/plan.ts';
import type { AssessedAid, CaseEvent, Particulars } from './events.ts';
import { mark, union } from './foldTools.ts';
import type { AidNow, CaseState } from './state.ts';

export function aidOf({ aid }: CaseState): AidNow {
  return aid ?? { persons: 1, givenFen: 0 };
}

type Decided = Extract<CaseEvent, { type: 'taskDecided' }>;

/** How aid is to be given from now on, by whose decision. */
export function aidDecided(state: CaseState, { kind, outcome, officer, particulars }: Decided): Partial<CaseState> {
  const byCounty = kind === 'countyAid' ? ({ byCounty: true } as const) : {};
  const due =
    kind === 'giveAid'
      ? { dueFen: stagesLeft(state)[0]?.fen ?? 0 }
      : kind === 'bridge'
        ? { dueFen: Number(particulars.amountFen) }
        : {};
  return {
    aid: { ...aidOf(state), way: outcome, ...byCounty, ...due },
    aidGivenBy: [...(state.aidGivenBy ?? []).filter((each) => each !== officer), officer],
  };
}

export function aidGiven(state: CaseState, event: Extract<CaseEvent, { type: 'aidGiven' }>): Partial<CaseState> {
  const { form, amountFen } = event;
  const aid = aidOf(state);
  const transfer = form === 'transfer' ? { transfer: { fen: amountFen, stands: 'underWay' } as const } : {};
  return {
    done: mark(state, event.key, 'done'),
    aid: { ...aid, givenFen: aid.givenFen + amountFen, ...transfer },
  };
}

/** The bank has said what became of a transfer; what it did not carry out was not given. */
export function transferOutcome(state: CaseState, { result }: Particulars): Partial<CaseState> {
  const aid = aidOf(state);
  const fen = aid.transfer?.fen ?? 0;
  if (result === 'settled') return { aid: { ...aid, transfer: { fen, stands: 'settled' } } };
  const stands = result === 'recalled' ? 'recalled' : 'rejected';
  return { aid: { ...aid, givenFen: aid.givenFen - fen, transfer: { fen, stands } } };
}

/** Stages are proposed, or that nothing more is needed: whoever did has judged it, and leaves the decision to another. */
export function aidProposed(state: CaseState, { kind, outcome, officer, particulars }: Decided): Partial<CaseState> {
  const reviewed = union(state.reviewed, [officer]);
  const stages = stagesFrom(particulars.stages);
  const plan = { stages, first: state.rounds.stages ?? 1 };
  if (kind === 'proposeFollowUp')
    return {
      reviewed,
      aid: { ...aidOf(state), ...(outcome === 'proposed' ? { plan, followUp: 'open' } : { followUp: undefined }) },
    };
  if (outcome === 'resurvey') return { reviewed };
  return {
    reviewed,
    reportUnweighed: undefined,
    proposal: { grant: outcome === 'proposed', amountFen: totalOf(stages) },
    aid: { ...aidOf(state), plan },
  };
}

/** One decision about all the stages. What the county decided, it pays. */
export function aidJudged(state: CaseState, { outcome, role }: Decided): Partial<CaseState> {
  const aid = aidOf(state);
  if (outcome === 'returned') return state.programme === 'emergency' ? { aid: { ...aid, followUp: 'returned' } } : {};
  return role === 'county_officer' ? { aid: { ...aid, byCounty: true } } : {};
}

/** Another follow-up begins: of the one before nothing is left to give, unless it was sent back to be proposed anew. */
export function followUpRound(state: CaseState): Partial<CaseState> {
  const { plan: _over, followUp, ...aid } = aidOf(state);
  return { aid: followUp === 'returned' ? { ...aid, followUp } : aid };
}

export function aidAssessed(
  state: CaseState,
  { cause, persons, earlierFen, sameCause, posted }: AssessedAid,
): Partial<CaseState> {
  const { earlierFen: _before, sameCause: _then, ...aid } = aidOf(state);
  return {
    ...(posted ? {} : { postedEnough: true }),
    aid: { ...aid, cause, persons, ...(earlierFen > 0 ? { earlierFen } : {}), ...(sameCause ? { sameCause } : {}) },
  };
}
