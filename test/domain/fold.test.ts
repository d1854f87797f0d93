import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { fold } from '../../src/domain/case/fold.ts';
import { cuts } from '../../src/domain/case/looks.ts';
import { type CaseState, newCase } from '../../src/domain/case/state.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import { CaseLife, type Circumstances } from './caseLife.ts';
import { applied, happening, happens, inBenefit, inNeed } from './happenings.ts';

/** A case that has not ended has an owner: a person, a fact, or a clock that still has something to say. */
function expectSomebodyToWaitFor({ endedAs, open, expected, clocks }: CaseState): void {
  const asked = Object.values(open).filter(({ kind }) => !taskKinds[kind].standing).length;
  const ringing = Object.values(clocks).filter(({ passed }) => !passed).length;
  if (endedAs) expect(Object.keys({ ...open, ...expected, ...clocks })).toEqual([]);
  else expect(asked + Object.keys(expected).length + ringing).toBeGreaterThan(0);
}

const keysOf = (journal: readonly CaseEvent[], type: CaseEvent['type']) =>
  journal.flatMap((event) => (event.type === type && 'key' in event ? [event.key] : []));

describe('any sequence of allowed decisions, facts, clocks and new beginnings', () => {
  test.prop(
    [
      fc.oneof<fc.Arbitrary<Circumstances>[]>(applied, inBenefit, inNeed),
      fc.array(happening, { minLength: 20, maxLength: 120 }),
    ],
    {
      numRuns: 300,
      endOnFailure: true,
    },
  )(
    'leaves story and journal in step and the case in somebody’s hands; nothing is opened, started or granted twice',
    async (given, happenings) => {
      const life = new CaseLife(given);
      await life.begin();
      for (const each of happenings) {
        await happens(life, each);
        expect(life.inStep(), JSON.stringify(each)).toBe(true);
        expectSomebodyToWaitFor(life.state);
      }
      expect(await life.begin()).toBe(0);
      expect(life.inStep()).toBe(true);

      const { journal, state } = life;
      expect(journal.reduce(fold, newCase(state.caseId))).toEqual(state);
      expect(state.seq).toBe(journal.length);
      expect(JSON.stringify(state).length).toBeLessThan(4_500); // with every thread waiting at once, a meeting's departments among them
      for (const type of [
        'taskOpened',
        'taskDecided',
        'clockStarted',
        'assessed',
        'noticeIssued',
        'effectRequested',
        'aidGiven',
        'messageRequested',
      ] as const)
        expect(new Set(keysOf(journal, type)).size, type).toBe(keysOf(journal, type).length);
      if (given.programme !== undefined) expectGivenAsDecided(journal);
      else if (given.inBenefit === undefined) expectLawful(given, journal);
      else expectHeardAndDecidedByAnother(journal);
      if (given.inBenefit !== undefined) expect(state.aid?.givenFen ?? 0).toBeLessThanOrEqual(100_000); // a month ahead, once
    },
    120_000,
  );
});

/** Each stage gives what was decided for it, after another person than proposed it has approved; in all no more than the cap. */
function expectGivenAsDecided(journal: readonly CaseEvent[]): void {
  let proposed: { readonly by: string; readonly fen: readonly number[] } | undefined;
  let left: readonly number[] = [];
  let given = 0;
  let last = 0;
  for (const event of journal) {
    if (event.type === 'aidGiven') {
      given += event.amountFen;
      last = event.amountFen;
      expect(given).toBeLessThanOrEqual(2 * 804_000);
      if (event.key.startsWith('aid.') && left.length > 0) expect(left).toContain(event.amountFen);
    }
    if (event.type === 'factArrived' && event.name === 'transferOutcome' && event.particulars.result !== 'settled')
      given -= last;
    if (event.type !== 'taskDecided') continue;
    const { kind, outcome, particulars, officer } = event;
    if (outcome === 'proposed')
      proposed = { by: officer, fen: (particulars.stages as string[]).map((stage) => Number(stage.split(' ')[0])) };
    if (kind === 'decideAid' && outcome === 'approved') {
      expect(proposed).toBeDefined();
      expect(officer).not.toBe(proposed!.by);
      left = proposed!.fen;
    }
  }
}

/** Nothing is taken from a family that was not heard, and nothing changes that another person has not approved. */
function expectHeardAndDecidedByAnother(journal: readonly CaseEvent[]): void {
  journal.forEach((event, i) => {
    if (event.type !== 'benefitChanged' || event.key.startsWith('remedies.')) return;
    const begun = journal.slice(0, i).findLastIndex(({ type }) => type === 'lookBegun');
    const look = journal.slice(begun, i);
    if (look[0]?.type === 'lookBegun' && look[0].why === 'exitOver') return;
    const decided = look.flatMap((each) =>
      each.type === 'taskDecided' && each.key.startsWith('reviews.') && each.kind !== 'escalation' ? [each] : [],
    );
    const kinds = decided.map(({ kind, outcome }) => `${kind} ${outcome}`);
    const proposal = decided.findLast(({ kind }) => kind === 'proposeChange')!;
    expect(kinds.at(-1)).toBe('confirmChange approved');
    if (cuts(proposal.outcome)) expect(kinds.at(-2)).toMatch(/^hear (heard|notPossible)$/);
    const before = decided.filter(({ kind }) => ['verifyChange', 'periodicReview', 'proposeChange'].includes(kind));
    expect(before.map(({ officer }) => officer)).not.toContain(decided.at(-1)!.officer);
  });
}

/** What the law says of the order of things, read from the journal alone. */
function expectLawful({ relatives }: Circumstances, journal: readonly CaseEvent[]): void {
  const decisions = journal.flatMap((event) => (event.type === 'taskDecided' ? [event] : []));
  const ofKind = (kind: string) => decisions.filter((decision) => decision.kind === kind);
  for (const { officer } of decisions) expect(relatives).not.toContain(officer);
  expect(ofKind('accept').filter(({ outcome }) => outcome === 'supplementNeeded').length).toBeLessThanOrEqual(1);
  expect(keysOf(journal, 'benefitGranted').length).toBeLessThanOrEqual(1);
  expect(keysOf(journal, 'clockExtended').length).toBeLessThanOrEqual(1);

  const approved = decisions.findIndex(({ kind, outcome }) => kind === 'confirm' && outcome === 'approved');
  expect(keysOf(journal, 'benefitGranted').length).toBe(approved < 0 ? 0 : 1);
  if (approved < 0) return;
  const before = decisions.slice(0, approved);
  const worked = before.filter(({ kind }) =>
    ['homeVisit', 'review', 'resolveDiscrepancy', 'handleObjection'].includes(kind),
  );
  expect(worked.map(({ officer }) => officer)).not.toContain(decisions[approved]!.officer);
  const last = before.filter(({ kind, outcome }) => kind === 'review' && outcome !== 'resurvey').at(-1);
  expect(last?.outcome).toBe('proposeGrant');
  const visitNeeded = relatives.length > 0 || before.some(({ kind }) => kind === 'registerComplaint');
  if (visitNeeded) expect(before.map(({ kind }) => kind)).toContain('countyVisit');
}

test('an event that only a later version knows is not folded: the older of two versions side by side records nothing from it', () => {
  const later = { type: 'ofTheYearAfterNext' } as unknown as CaseEvent;
  expect(() => fold(newCase('x' as CaseState['caseId']), later)).toThrow('ofTheYearAfterNext');
});
