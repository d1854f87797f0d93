import { fc } from '@fast-check/vitest';
import { type Judged, refusalOf } from '../../src/domain/authority.ts';
import type { Key, OfficerId } from '../../src/domain/case/ids.ts';
import { destinations } from '../../src/domain/case/referrals.ts';
import type { CaseState, OpenTask } from '../../src/domain/case/state.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';
import type { CaseLife } from './caseLife.ts';

const officers = Array.from({ length: 12 }, (_, i) => `o-${i + 1}` as OfficerId);

const ofAnyCase = {
  relatives: fc.constantFrom([], [], officers.slice(0, 1)),
  excludesPosting: fc.boolean(),
  delegated: fc.boolean(),
  eligible: fc.boolean(),
  differences: fc.nat({ max: 3 }),
  postAgain: fc.boolean(),
};
export const applied = fc.record(ofAnyCase);
const someStages = [['87200 now'], ['50000 2027-01-04', '40000 fact', '30000 now']];
export const inNeed = fc.oneof(
  fc.record({ ...ofAnyCase, programme: fc.constantFrom('emergency' as const, 'temporary' as const) }),
  fc.record({ ...ofAnyCase, programme: fc.constant('temporary' as const), proposed: fc.constantFrom(...someStages) }),
);
export const inBenefit = fc.record({ ...ofAnyCase, inBenefit: fc.constantFrom(87_200, 50_000), mayExit: fc.boolean() });

/** What happens next in a life. Which task, outcome or officer it is, is chosen among those there are. */
export const happening = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ what: fc.constant('decision'), n: fc.nat(), outcome: fc.nat(), who: fc.nat() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('fact', 'fact', 'fact', 'unexpectedFact', 'registerMatch'),
      n: fc.nat(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('time', 'beginAgain') }) },
) as fc.Arbitrary<{ what: string; n: number; outcome: number; who: number }>;

const departments = ['police', 'shelter'] as const;

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
  const fellBack = taskKinds[open.kind].role === 'confirmer' && open.role === 'township_reviewer' && !delegationInForce;
  const county = { role: 'county_officer', division: life.state.county } as const;
  const { role, division, department } = open;
  const doer = { officer, ...(fellBack ? county : { role, division, ...(department ? { department } : {}) }) };
  const particulars = {
    investigators: [officer, one(officers, who + 1)!],
    amountFen: one([87_200, 100_000, 50_000], who)!,
    fen: 87_200,
    withReason: who % 2 === 0,
    ground: open.kind === 'extendProcedure' ? 'objection' : 'voluntary',
    headChanged: n % 7 === 0,
    ...(open.kind === 'endEmergency' ? { on: '2026-12-01' } : {}),
    ...(open.kind === 'referOn' && outcome === 'referred' ? { to: one(destinations, who)! } : {}),
    ...(open.kind === 'returnHome' ? { home: '420922000000' } : {}),
    ...(open.kind === 'conveneMeeting' ? { departments } : {}),
    ...(open.kind === 'holdMeeting' || outcome === 'reassigned' ? { followUps: [one(departments, who)!] } : {}),
    stages: one([...someStages, ['2000000 now']], n)!,
  };
  const law = {
    today: '2026-12-01',
    delegationInForce,
    minInvestigators: 2,
    fineMultiple: 2,
    maxInstalments: 24,
    departments,
    ...aidLaw,
  };
  const judged: Judged = { ...doer, task, taskVersion: open.version, outcome, particulars, law };
  if (refusalOf(life.state, judged) === undefined) await life.decide(task, doer, outcome, particulars);
}

const aidLaw = {
  firstAid: { delegated: true, limitFen: 300_000, capPerPersonFen: 804_000 },
  temporary: {
    ...{
      delegated: true,
      limitFen: 100_000,
      reads: 'upTo' as const,
      capPerPersonFen: 804_000,
      stagesUntil: '2027-06-01',
      togetherSince: '2025-12-02',
      bridgingMonths: 1,
    },
  },
} as const;

export async function happens(
  life: CaseLife,
  { what, n, outcome, who }: { what: string; n: number; outcome: number; who: number },
) {
  const expected = Object.entries(life.state.expected) as [Key, string][];
  switch (what) {
    case 'decision':
      return decideOne(life, n, outcome, who);
    case 'fact': {
      const [key, name] = one(expected, n) ?? [];
      const result = one(['settled', 'rejected', 'recalled'], n)!;
      return key && name ? life.tell(name, { result, missing: n % 3 === 0 ? ['bank'] : [] }, key) : undefined;
    }
    case 'unexpectedFact':
      if (n % 5 === 0 && life.state.benefit) return life.tell('overpaid', { fen: 87_200 });
      return life.tell('checkReport', { contradicts: n % 8 === 0 });
    case 'registerMatch':
      return !life.state.endedAs ? life.tell('registerMatch', { kind: 'death' }) : undefined;
    case 'time':
      return life.ring();
    default: {
      if ((await life.begin()) !== 0) throw new Error('A story begun anew said something new');
    }
  }
}
