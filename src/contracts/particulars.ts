import { businessDateOf } from '../domain/calendar.ts';
import type { HouseholdChange } from '../domain/case/changes.ts';
import type { Particulars } from '../domain/case/events.ts';
import type { TaskKindName } from '../domain/case/taskKinds.ts';
import { codesOf } from './aidDecisions.ts';
import type { DecisionContent } from './decisions.ts';

/** Codes and numbers of a decision that the workflow and the journal may know; never text. */
export function particularsOf(kind: TaskKindName, content: DecisionContent): Particulars {
  switch (kind) {
    case 'startSurvey':
      return { investigators: content.investigators as string[] };
    case 'homeVisit':
    case 'countyVisit':
      return {
        investigators: content.investigators as string[],
        on: businessDateOf(Date.parse(content.visitedAt as string)),
      };
    case 'review':
    case 'confirm':
    case 'confirmChange':
      return {
        ...(content.outcome === 'proposeGrant' ? { amountFen: content.amountFen as number } : {}),
        ...given(content, 'shortTerm'),
        withReason: typeof content.reason === 'string',
      };
    case 'periodicReview':
    case 'verifyChange':
      return {
        investigators: content.investigators as string[],
        on: content.visitedOn as string,
        withReason: typeof content.weighed === 'string',
        headChanged: ((content.changes ?? []) as HouseholdChange[]).some(({ kind }) => kind === 'headNamed'),
      };
    case 'proposeChange':
      return {
        ...given(content, 'amountFen', 'ground', 'cause', 'months', 'on', 'shortTerm'),
        ...given({ lateReport: (content.lateReport as { outcome: string } | undefined)?.outcome }, 'lateReport'),
        withReason: typeof content.reason === 'string',
      };
    case 'hear':
      return given({ on: content.heardOn }, 'on');
    case 'proposeRecovery':
      return given(content, 'ground');
    case 'decideRecovery':
      return given(content, 'ground', 'instalments', 'fineFen');
    case 'recordReply':
      return given({ on: content.heardOn }, 'on');
    case 'recordRepayment':
      return { amountFen: content.amountFen as number, on: content.paidOn as string };
    case 'registerRemedy':
      return { kind: content.kind as string, on: content.filedOn as string };
    case 'recordRemedy':
      return { on: content.decidedOn as string, ...given(content, 'amountFen') };
    case 'firstAid':
    case 'countyAid':
    case 'payOtherwise':
    case 'bridge':
      return given(content, 'amountFen', 'to');
    case 'proposeFollowUp':
    case 'proposeAid':
      return content.outcome === 'proposed'
        ? { stages: codesOf(content), withReason: typeof content.reason === 'string' }
        : { withReason: true };
    case 'decideAid':
      return { withReason: typeof content.reason === 'string' };
    case 'registerAidFact':
      return { on: content.reachedOn as string };
    case 'answerReport':
    case 'answerForTownship':
      return given(content, 'of', 'to');
    case 'endEmergency':
      return { on: content.endedOn as string };
    case 'registerIdentity':
    case 'correctIdentity':
      return given(content, 'source');
    case 'returnHome':
      return { home: content.to as string, on: content.on as string };
    case 'lookAtDuplicates':
      return given(content, 'amountFen');
    case 'completePapers':
      return { isKnown: content.person !== undefined };
    case 'conveneMeeting':
      return {
        ...given(content, 'why', 'meetingOn'),
        departments: (content.departments as { department: string }[]).map(({ department }) => department),
      };
    case 'holdMeeting':
      return heldMeeting(content);
    case 'reassign':
      return content.outcome === 'reassigned' ? { followUps: [followUpCode(content as unknown as FollowUp)] } : {};
    case 'extendProcedure':
      return { ground: content.ground as string };
    case 'deliverRefusal':
    case 'deliverChange':
      return { on: content.deliveredOn as string, method: content.method as string, ...given(content, 'to') };
    case 'referOn':
      return given(content, 'to');
    case 'answerReferral':
    case 'recordAnswer':
      return given(content, 'number', 'to');
    default:
      return {};
  }
}

/** Codes, counts and days of a meeting held; its words stay sealed. */
function heldMeeting(content: DecisionContent): Particulars {
  const { way, ...votes } = content.decidedBy as { way: string };
  const present = content.present as { department: string }[];
  const followUps = content.followUps as FollowUp[];
  return {
    on: content.heldOn as string,
    ...given(content, 'leaveFen'),
    decidedBy: way,
    ...votes,
    present: [...new Set(present.map(({ department }) => department))],
    followUps: followUps.map(followUpCode),
  };
}

interface FollowUp {
  readonly department: string;
  readonly dueOn?: string;
}

function followUpCode({ department, dueOn }: FollowUp): string {
  return dueOn === undefined ? department : `${department} ${dueOn}`;
}

function given(content: { readonly [name: string]: unknown }, ...names: readonly string[]): Particulars {
  return Object.fromEntries(
    names.filter((name) => content[name] !== undefined).map((name) => [name, content[name]]),
  ) as Particulars;
}
