import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Judged, refusalOf } from '../../src/domain/authority.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { fold } from '../../src/domain/case/fold.ts';
import type { Key, OfficerId } from '../../src/domain/case/ids.ts';
import { type CaseState, newCase, type OpenTask } from '../../src/domain/case/state.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import { CaseLife, type Circumstances } from './caseLife.ts';

const officers = Array.from({ length: 12 }, (_, i) => `o-${i + 1}` as OfficerId);

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  relatives: fc.constantFrom([], [], officers.slice(0, 1)),
  excludesPosting: fc.boolean(),
  delegated: fc.boolean(),
  eligible: fc.boolean(),
  differences: fc.nat({ max: 3 }),
  postAgain: fc.boolean(),
});

/** What happens next in a life. Which task, outcome or officer it is, is chosen among those there are. */
const happening = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ what: fc.constant('decision'), n: fc.nat(), outcome: fc.nat(), who: fc.nat() }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('fact', 'fact', 'fact', 'unexpectedFact'), n: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('time', 'beginAgain') }) },
) as fc.Arbitrary<{ what: string; n: number; outcome: number; who: number }>;

const one = <T>(from: readonly T[], n: number): T | undefined => from[n % from.length];

/** Mostly what the worklist asks for; now and then what may be done at any time, and rarely what ends it all. */
function oneTask({ open }: CaseState, n: number): [Key, OpenTask] | undefined {
  const tasks = Object.entries(open) as [Key, OpenTask][];
  const asked = tasks.filter(([, { kind }]) => !taskKinds[kind].standing);
  const lasting = tasks.filter(([, { kind }]) => kind !== 'withdraw' && kind !== 'terminate');
  return one(n % 60 === 0 ? tasks : n % 15 === 0 ? lasting : asked, Math.floor(n / 60));
}

/** A decision as the right officer's screen would send it, judged first; refused, nothing happens. */
async function decideOne(life: CaseLife, n: number, outcomeNo: number, who: number): Promise<void> {
  const [task, open] = oneTask(life.state, n) ?? [];
  if (!task || !open) return;
  const outcomes = taskKinds[open.kind].outcomes.filter((outcome) => outcome !== 'notAccepted' || outcomeNo % 9 === 0);
  const outcome = one(outcomes, outcomeNo)!;
  const officer = one(officers, who)!;
  const delegationInForce = who % 5 > 0;
  const fellBack = open.kind === 'confirm' && open.role === 'township_reviewer' && !delegationInForce;
  const county = { role: 'county_officer', division: life.state.county } as const;
  const doer = { officer, ...(fellBack ? county : { role: open.role, division: open.division }) };
  const particulars = {
    investigators: [officer, one(officers, who + 1)!],
    amountFen: 87_200,
    withReason: who % 2 === 0,
    ground: 'objection',
  };
  const law = { today: '2026-12-01', delegationInForce, minInvestigators: 2 };
  const judged: Judged = { ...doer, task, taskVersion: open.version, outcome, particulars, law };
  if (refusalOf(life.state, judged) === undefined) await life.decide(task, doer, outcome, particulars);
}

async function happens(
  life: CaseLife,
  { what, n, outcome, who }: { what: string; n: number; outcome: number; who: number },
) {
  const expected = Object.entries(life.state.expected) as [Key, string][];
  switch (what) {
    case 'decision':
      return decideOne(life, n, outcome, who);
    case 'fact': {
      const [key, name] = one(expected, n) ?? [];
      return key && name ? life.tell(name, { missing: n % 3 === 0 ? ['bank'] : [] }, key) : undefined;
    }
    case 'unexpectedFact':
      return life.tell('checkReport', { contradicts: n % 8 === 0 });
    case 'time':
      return life.ring();
    default: {
      expect(await life.begin()).toBe(0);
    }
  }
}

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
  test.prop([circumstances, fc.array(happening, { minLength: 20, maxLength: 120 })], {
    numRuns: 300,
    endOnFailure: true,
  })(
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
      expect(JSON.stringify(state).length).toBeLessThan(2_500);
      for (const type of [
        'taskOpened',
        'taskDecided',
        'clockStarted',
        'assessed',
        'noticeIssued',
        'effectRequested',
      ] as const)
        expect(new Set(keysOf(journal, type)).size, type).toBe(keysOf(journal, type).length);
      expectLawful(given, journal);
    },
    120_000,
  );
});

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
