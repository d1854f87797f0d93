import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { capOf } from '../../src/domain/aid/cap.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { fold } from '../../src/domain/case/fold.ts';
import { isMeetingUnderWay } from '../../src/domain/case/foldMeeting.ts';
import type { CaseId, Key, OfficerId } from '../../src/domain/case/ids.ts';
import { type CaseState, newCase } from '../../src/domain/case/state.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import { departmentCodes, readDepartment } from '../../src/domain/meeting/departments.ts';
import { dangyang } from './policyBuilder.ts';

const fresh = newCase('00000000-0000-4000-8000-000000000001' as CaseId);

const opened = (key: string, kind: TaskKindName): CaseEvent => ({
  type: 'taskOpened',
  key: key as Key,
  kind,
  role: 'department_officer',
  division: dangyang,
});
const decided = (key: string, kind: TaskKindName, outcome: string, particulars: object = {}): CaseEvent => ({
  type: 'taskDecided',
  key: key as Key,
  kind,
  outcome,
  officer: 'o-1' as OfficerId,
  role: 'county_officer',
  division: dangyang,
  commandId: 'c',
  contentHash: 'h',
  article: 'SAL-2026 art. 4',
  particulars: particulars as Extract<CaseEvent, { type: 'taskDecided' }>['particulars'],
});

/** One meeting: who was called, who answered in time, what was decided, and how much of that was done. */
const aMeeting = fc.record({
  departments: fc.uniqueArray(fc.constantFrom(...departmentCodes), { minLength: 1 }),
  answered: fc.array(fc.boolean(), { minLength: departmentCodes.length, maxLength: departmentCodes.length }),
  agreed: fc.boolean(),
  leaveFen: fc.option(fc.integer({ min: 1, max: 10_000_000 }), { nil: undefined }),
  followUps: fc.array(fc.tuple(fc.constantFrom(...departmentCodes), fc.boolean()), { maxLength: 4 }),
});

function eventsOf(meeting: typeof aMeeting extends fc.Arbitrary<infer T> ? T : never, round: number, given: number) {
  const { departments, answered, agreed, leaveFen, followUps } = meeting;
  const opinion = (i: number) => `meeting.${round}.giveOpinion.${i + 1}`;
  return [
    decided(`meeting.${round}.conveneMeeting`, 'conveneMeeting', 'convened', { departments }),
    ...departments.map((_, i) => opened(opinion(i), 'giveOpinion')),
    ...departments.map(
      (_, i): CaseEvent =>
        answered[i] ? decided(opinion(i), 'giveOpinion', 'agrees') : { type: 'taskWithdrawn', key: opinion(i) as Key },
    ),
    decided(`meeting.${round}.holdMeeting`, 'holdMeeting', agreed ? 'agreed' : 'refused', {
      ...(agreed && leaveFen ? { leaveFen } : {}),
      followUps: followUps.map(([department]) => `${department} 2026-10-20`),
    }),
    ...followUps.flatMap(([, isDone], i) =>
      isDone ? [decided(`followUps.1.departmentTask.${given + i + 1}`, 'departmentTask', 'done')] : [],
    ),
  ];
}

describe('joint meetings, one after another', () => {
  test.prop([fc.array(aMeeting, { minLength: 1, maxLength: 5 })])(
    'everybody called has answered or is absent; leave is what was agreed last; what is to be done stays until it is done',
    (held) => {
      let state: CaseState = fresh;
      let given = 0;
      held.forEach((meeting, i) => {
        state = eventsOf(meeting, i + 1, given).reduce(fold, state);
        given += meeting.followUps.length;
        const { departments, opinions, absent } = state.meeting!;
        expect(departments).toEqual(meeting.departments);
        expect([...opinions, ...absent].sort()).toEqual([...departments].sort());
        expect(opinions).toEqual(departments.filter((_, n) => meeting.answered[n]));
      });
      const leave = held.filter(({ agreed, leaveFen }) => agreed && leaveFen !== undefined).at(-1)?.leaveFen;
      const open = held.flatMap(({ followUps }) => followUps).filter(([, isDone]) => !isDone);
      expect(state.meeting).toMatchObject({ round: held.length, leaveFen: leave ?? 0, followUpsGiven: given });
      expect(state.meeting!.followUps.map(({ department }) => department)).toEqual(open.map(([name]) => name));
      expect(isMeetingUnderWay(state)).toBe(open.length > 0);
      expect(JSON.stringify(state.meeting).length).toBeLessThan(2_000);
    },
  );

  it('what a department cannot do stays until the county has given it to another, to a meeting, or to nobody', () => {
    const call = decided('meeting.1.conveneMeeting', 'conveneMeeting', 'convened', { departments: ['police'] });
    const held = decided('meeting.1.holdMeeting', 'holdMeeting', 'agreed', { followUps: ['police'] });
    const cannot = (particulars: object) =>
      decided('followUps.1.departmentTask.1', 'departmentTask', 'cannot', particulars);
    const reassign = (outcome: string, followUps?: string[]) =>
      decided('followUps.1.reassign.1', 'reassign', outcome, followUps ? { followUps } : {});
    const left = [call, held, cannot({ toCounty: true })].reduce(fold, fresh);
    expect(left.meeting!.followUps).toEqual([{ no: 1, department: 'police', cannot: true }]);
    expect(isMeetingUnderWay(left)).toBe(true);
    expect(fold(left, reassign('reassigned', ['shelter 2026-12-24'])).meeting).toMatchObject({
      followUps: [{ no: 2, department: 'shelter', dueOn: '2026-12-24' }],
      followUpsGiven: 2,
    });
    for (const outcome of ['backToMeeting', 'dropped'])
      expect(isMeetingUnderWay(fold(left, reassign(outcome)))).toBe(false);
    // As it was said before the county was asked: nothing came of it.
    expect(isMeetingUnderWay([call, held, cannot({})].reduce(fold, fresh))).toBe(false);
  });

  it('one that is called is under way until it is held', () => {
    const call = decided('meeting.1.conveneMeeting', 'conveneMeeting', 'convened', { departments: ['police'] });
    expect(isMeetingUnderWay(fresh)).toBe(false);
    expect(isMeetingUnderWay(fold(fresh, call))).toBe(true);
  });
});

it('what a meeting leaves is added to the cap: 12 × 670 yuan for one in Dangyang', () => {
  expect(capOf({ persons: 1 }, 804_000)).toBe(804_000);
  expect(capOf({ persons: 2 }, 804_000, 200_000)).toBe(1_808_000);
});

it('a county names its departments by known codes', () => {
  expect(readDepartment({ department: 'police', name: '当阳市公安局' })).toBeDefined();
  for (const bad of [{ department: 'army', name: '某' }, { department: 'police', name: '' }, { department: 'police' }])
    expect(readDepartment(bad)).toBeUndefined();
});
