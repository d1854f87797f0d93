import type { CaseEvent, ExtensionGround, Particulars } from './events.ts';
import { aidDecided, aidJudged, aidOf, aidProposed } from './foldAid.ts';
import { emergencyOver } from './foldEmergency.ts';
import { aidToRecoverFen, correctionDecided, duplicatesLookedAt } from './foldIdentity.ts';
import { meetingDecided } from './foldMeeting.ts';
import { officers, outdated, reported, union, without } from './foldTools.ts';
import type { Key } from './ids.ts';
import type { CaseState } from './state.ts';

/** What a decision leaves in the state, besides that its task is done. */
export function decided(state: CaseState, event: Extract<CaseEvent, { type: 'taskDecided' }>): Partial<CaseState> {
  switch (event.kind) {
    case 'accept':
      return { supplementAsked: state.supplementAsked || event.outcome === 'supplementNeeded' };
    case 'registerChange':
      return {
        ...toBeLookedAt(state, event.key),
        ...(event.particulars.reportedLate === true ? { reportedLate: true } : {}),
      };
    case 'confirmMatch':
      return {
        // One that has gone to the survivors' file meanwhile is not this file's to judge.
        matchesToSettle: Math.max((state.matchesToSettle ?? 0) - (event.particulars.flagId === undefined ? 0 : 1), 0),
        ...(event.outcome === 'confirmed' ? { ...toBeLookedAt(state, event.key), ...beforeDecision(state) } : {}),
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
      const proposed = {
        outcome,
        amountFen: Number(particulars.amountFen ?? 0),
        ...(particulars.ground === 'movedOut' ? ({ movesOut: true } as const) : {}),
      };
      return {
        reviewed: union(state.reviewed, [officer]),
        look: { ...look, proposed },
        reportedLate: undefined,
        ...shortTerm(particulars),
      };
    }
    case 'deliverChange':
      return { lettersToDeliver: Math.max(0, (state.lettersToDeliver ?? 0) - 1) };
    case 'requestAccountChange':
      return { accountRequestedBy: event.officer };
    case 'approveAccountChange':
      return { accountRequestedBy: undefined };
    case 'proposeRecovery':
      return { recoveryProposedBy: event.officer };
    case 'recordRepayment':
      return { owedBackFen: Math.max(0, (state.owedBackFen ?? 0) - Number(event.particulars.amountFen)) };
    case 'waiveRemainder':
      return { owedBackFen: 0 };
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
    case 'firstAid':
    case 'countyAid':
    case 'payOtherwise':
    case 'giveAid':
    case 'bridge':
      return aidDecided(state, event);
    case 'proposeFollowUp':
    case 'proposeAid':
      return aidProposed(state, event);
    case 'decideAid':
      return aidJudged(state, event);
    case 'endEmergency':
      return emergencyOver(state, String(event.particulars.on));
    case 'confirmAid':
      return event.outcome === 'notConfirmed' ? { aidContestedFen: aidOf(state).givenFen } : {};
    case 'lookAtDuplicates':
      return duplicatesLookedAt(state, event);
    case 'correctIdentity':
    case 'confirmCorrection':
      return correctionDecided(event);
    case 'answerForAid':
      return {
        aidContestedFen: undefined,
        ...(event.outcome === 'recover' ? { owedBackFen: aidToRecoverFen(state) } : {}),
      };
    case 'conveneMeeting':
    case 'giveOpinion':
    case 'holdMeeting':
    case 'departmentTask':
    case 'reassign':
      return meetingDecided(state, event);
    case 'registerComplaint':
      return { complaint: true, open: outdated(without(state.open, event.key)) };
    default:
      return {};
  }
}

function shortTerm({ shortTerm }: Particulars): Partial<CaseState> {
  return typeof shortTerm === 'boolean' ? { shortTerm } : {};
}

/** Before the decision whoever proposes and confirms weighs it, and says so; after it the look does. */
function beforeDecision({ benefit }: CaseState): Partial<CaseState> {
  return benefit ? {} : { reportUnweighed: true };
}

/** Who reviews the family looks at what is said meanwhile, too; otherwise it waits for a look of its own. */
function toBeLookedAt(state: CaseState, decided: Key): Partial<CaseState> {
  const open = without(state.open, decided);
  const isReviewed = Object.values(open).some(({ kind }) => kind === 'periodicReview');
  if (isReviewed && state.look) return { look: { ...state.look, reported: true }, open: outdated(open) };
  return { changesToLookAt: (state.changesToLookAt ?? 0) + 1 };
}
