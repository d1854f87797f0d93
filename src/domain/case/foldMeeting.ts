import type { DepartmentCode } from '../meeting/departments.ts';
import type { CaseEvent, Particulars } from './events.ts';
import type { Key } from './ids.ts';
import type { CaseState, FollowUp, MeetingNow } from './state.ts';

type Decided = Extract<CaseEvent, { type: 'taskDecided' }>;

/** Which of several of its kind a task is: the last part of its key. */
export function nthOf(key: Key): number {
  return Number(key.split('.')[3]);
}

/** Whether a meeting is yet to be held, or a department still has something to do that a meeting gave it. */
export function isMeetingUnderWay({ meeting }: Pick<CaseState, 'meeting'>): boolean {
  return meeting !== undefined && (meeting.isCalled === true || meeting.followUps.length > 0);
}

export function meetingDecided(state: CaseState, event: Decided): Partial<CaseState> {
  const { meeting } = state;
  if (event.kind === 'conveneMeeting') return { meeting: called(meeting, event.particulars) };
  if (!meeting) return {};
  switch (event.kind) {
    case 'giveOpinion':
      return { meeting: { ...meeting, opinions: [...meeting.opinions, ...asked(meeting, event.key)] } };
    case 'holdMeeting':
      return { meeting: held(meeting, event) };
    case 'departmentTask':
      return {
        meeting: event.particulars.toCounty === true ? leftUndone(meeting, event.key) : isOff(meeting, event.key),
      };
    case 'reassign':
      return { meeting: withFollowUps(isOff(meeting, event.key), event.particulars) };
    default:
      return {};
  }
}

/** What leave was given before holds until a meeting gives another; what departments have to do they still have to. */
function called(before: MeetingNow | undefined, { departments }: Particulars): MeetingNow {
  return {
    round: (before?.round ?? 0) + 1,
    isCalled: true,
    departments: departments as readonly DepartmentCode[],
    opinions: [],
    absent: [],
    leaveFen: before?.leaveFen ?? 0,
    followUps: before?.followUps ?? [],
    followUpsGiven: before?.followUpsGiven ?? 0,
  };
}

function held({ isCalled: _over, ...meeting }: MeetingNow, { outcome, particulars }: Decided): MeetingNow {
  const leaveFen =
    outcome === 'agreed' && particulars.leaveFen !== undefined ? Number(particulars.leaveFen) : meeting.leaveFen;
  return withFollowUps({ ...meeting, leaveFen }, particulars);
}

function withFollowUps(meeting: MeetingNow, { followUps }: Particulars): MeetingNow {
  const given = ((followUps ?? []) as readonly string[]).map(
    (each, i): FollowUp => readFollowUp(each, meeting.followUpsGiven + i + 1),
  );
  return {
    ...meeting,
    followUps: [...meeting.followUps, ...given],
    followUpsGiven: meeting.followUpsGiven + given.length,
  };
}

function isOff(meeting: MeetingNow, task: Key): MeetingNow {
  return { ...meeting, followUps: meeting.followUps.filter(({ no }) => no !== nthOf(task)) };
}

function leftUndone(meeting: MeetingNow, task: Key): MeetingNow {
  return {
    ...meeting,
    followUps: meeting.followUps.map((each) => (each.no === nthOf(task) ? { ...each, cannot: true } : each)),
  };
}

/** As a decision's particulars carry it: `shelter 2026-10-20`, or the department alone. */
export function readFollowUp(text: string, no: number): FollowUp {
  const [department, dueOn] = text.split(' ');
  return { no, department: department as DepartmentCode, ...(dueOn === undefined ? {} : { dueOn }) };
}

/** A department whose opinion is no longer waited for is absent. */
export function opinionMissed(state: CaseState, key: Key): Partial<CaseState> {
  const { meeting } = state;
  if (!meeting || state.open[key]?.kind !== 'giveOpinion') return {};
  return { meeting: { ...meeting, absent: [...meeting.absent, ...asked(meeting, key)] } };
}

function asked({ departments }: MeetingNow, key: Key): readonly DepartmentCode[] {
  return departments.slice(nthOf(key) - 1, nthOf(key));
}
