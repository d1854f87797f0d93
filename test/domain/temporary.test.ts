import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type AidStage, asCodes, stagesFrom, stagesLeft, totalOf } from '../../src/domain/aid/plan.ts';
import { planRefused } from '../../src/domain/aid/refused.ts';
import { replayed } from '../../src/domain/assessment.ts';
import { addDays } from '../../src/domain/calendar.ts';
import type { CaseId, DivisionCode } from '../../src/domain/case/ids.ts';
import { newCase } from '../../src/domain/case/state.ts';
import type { Fen } from '../../src/domain/money.ts';
import { policyBook, policyLookup } from '../../src/domain/policy.ts';
import { temporaryCauses } from '../../src/domain/policyTables.ts';
import { assessTemporary } from '../../src/domain/temporary/assess.ts';
import { townshipDecides } from '../../src/domain/temporary/competence.ts';
import type { TemporaryInput } from '../../src/domain/temporary/input.ts';
import { type TemporaryLaw, temporaryLaw } from '../../src/domain/temporary/law.ts';
import { loadPolicy } from '../../src/policy/load.ts';
import { projectRoot } from '../../src/stack/paths.ts';
import { yuyang } from './policyBuilder.ts';

const { values } = await loadPolicy(join(projectRoot, 'counties'));
const on = '2026-10-19';
const lawOf = (division: string) => policyLookup(policyBook(values), division as DivisionCode, on, on);
const standardFen = 67_000;

const family = (persons: number, bornFen: number, but: Partial<TemporaryInput> = {}): TemporaryInput => ({
  division: yuyang,
  on,
  residence: 'urban',
  applyingAs: 'household',
  members: Array.from({ length: persons }, (_, i) => ({
    relation: i === 0 ? ('applicant' as const) : ('child' as const),
    birthDate: i === 0 ? '1979-03-12' : '2015-05-20',
    situations: [],
  })),
  incomes: [],
  deductions: [],
  property: [],
  need: { cause: 'illness', at: 'residence', since: '2026-08-03', spentFen: bornFen as Fen, coveredFen: 0 as Fen },
  earlier: [],
  ...but,
});
function assessed(input: TemporaryInput) {
  const result = assessTemporary(input, lawOf(yuyang));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('an assessment by need', () => {
  it.each([
    [600, 0], // less than a month of the standard
    [670, 670],
    [4_019, 670],
    [4_020, 2_010],
    [8_040, 4_020],
    [80_000, 4_020], // six months are the most
  ])('of one person who bears %d yuan gives %d', (born, gives) => {
    expect(assessed(family(1, born * 100))).toMatchObject({ amountFen: gives * 100, eligible: gives > 0 });
  });

  it('counts what others bore for nothing, and a cause that is not helped with, as reasons', () => {
    const covered = { ...family(1, 0).need, spentFen: 900_000 as Fen, coveredFen: 900_000 as Fen };
    expect(assessed(family(1, 0, { need: covered })).reasons).toEqual(['expenseTooLow']);
  });

  test.prop([
    fc.integer({ min: 1, max: 6 }),
    fc.nat({ max: 20_000_000 }),
    fc.constantFrom(...temporaryCauses),
    fc.array(
      fc.record({
        on: fc.constantFrom('2025-10-18', '2025-10-20', '2026-09-01'),
        fen: fc.nat({ max: 300_000 }),
        cause: fc.constantFrom(...temporaryCauses),
      }),
      { maxLength: 3 },
    ),
  ])(
    'is never more than is borne, than six months, than the cap; says the same again; and counts a year back',
    (persons, bornFen, cause, earlier) => {
      const input = family(persons, bornFen, { earlier });
      const result = assessed({ ...input, need: { ...input.need, cause } });
      expect(result.amountFen).toBeLessThanOrEqual(Math.min(bornFen, persons * standardFen * 6));
      expect(result.eligible).toBe(result.amountFen > 0);
      const withinYear = earlier.filter((aid) => aid.on > '2025-10-19');
      expect(result.aid).toMatchObject({
        persons,
        earlierFen: withinYear.reduce((sum, { fen }) => sum + fen, 0),
        sameCause: withinYear.some((aid) => aid.cause === cause),
      });
      const stored = { input: { ...input, need: { ...input.need, cause } }, policyUsed: result.policyUsed };
      const again = replayed(JSON.parse(JSON.stringify(stored)));
      expect(again).toMatchObject({ ok: true, value: { amountFen: result.amountFen } });
    },
  );

  test.prop([fc.integer({ min: 1, max: 6 }), fc.nat({ max: 2_000_000 }), fc.nat({ max: 500_000 })])(
    'never falls when more is borne',
    (persons, bornFen, more) => {
      expect(assessed(family(persons, bornFen + more)).amountFen).toBeGreaterThanOrEqual(
        assessed(family(persons, bornFen)).amountFen,
      );
    },
  );
});

describe('who decides', () => {
  const proposed = (amountFen: number, earlierFen = 0) => ({
    proposal: { grant: true, amountFen },
    aid: { persons: 1, givenFen: 0, earlierFen },
  });
  const laibin = temporaryLaw(lawOf('451322100000'), on)!;
  const here = temporaryLaw(lawOf(yuyang), on)!;

  it('in Laibin the township below 500 yuan, and not with 500; in Dangyang up to 3,000', () => {
    expect([49_999, 50_000].map((fen) => townshipDecides(proposed(fen), laibin))).toEqual([true, false]);
    expect([300_000, 300_001].map((fen) => townshipDecides(proposed(fen), here))).toEqual([true, false]);
  });

  test.prop([fc.nat({ max: 400_000 }), fc.nat({ max: 400_000 }), fc.constantFrom('below', 'upTo')])(
    'is the same whether something is asked at once or in two parts',
    (one, two, reads) => {
      const law: TemporaryLaw = { ...here, reads: reads as TemporaryLaw['reads'] };
      expect(townshipDecides(proposed(one, two), law)).toBe(townshipDecides(proposed(one + two), law));
    },
  );

  it('is the county without a delegation, without a law, and for a cause helped with before', () => {
    expect(townshipDecides(proposed(1), { ...here, delegated: false })).toBe(false);
    expect(townshipDecides(proposed(1), undefined)).toBe(false);
    expect(townshipDecides({ ...proposed(1), aid: { persons: 1, givenFen: 0, sameCause: true } }, here)).toBe(false);
  });
});

const anOpening = fc.oneof(
  fc.constantFrom('now', 'fact'),
  fc.integer({ min: -5, max: 250 }).map((days) => addDays(on, days)),
);
const someStages: fc.Arbitrary<AidStage[]> = fc.array(
  fc.record({ fen: fc.integer({ min: 1, max: 500_000 }), opens: anOpening }),
  { minLength: 1, maxLength: 5 },
);

describe('a plan in stages', () => {
  test.prop([someStages])(
    'is the same after a stay in the journal, and what is left of it after each stage',
    (stages) => {
      expect(stagesFrom(asCodes(stages))).toEqual(stages);
      const aid = { persons: 1, givenFen: 0, plan: { stages, first: 3 } };
      stages.forEach((_, given) => {
        expect(stagesLeft({ aid, rounds: { stages: 3 + given } })).toEqual(stages.slice(given));
      });
      expect(stagesLeft({ aid, rounds: { stages: 3 + stages.length } })).toEqual([]);
    },
  );

  test.prop([someStages, fc.integer({ min: 1, max: 4 }), fc.nat({ max: 900_000 })])(
    'that is taken is within the cap of its persons, and its days rise within the months of policy',
    (stages, persons, givenFen) => {
      const state = { ...newCase('c-1' as CaseId), programme: 'emergency' as const, aid: { persons, givenFen } };
      const temporary = temporaryLaw(lawOf(yuyang), on)!;
      const firstAid = { delegated: true, limitFen: 300_000, capPerPersonFen: 804_000 };
      const refused = planRefused(state, stages, { today: on, firstAid, temporary });
      const above = givenFen + totalOf(stages) > persons * 804_000;
      expect(refused === 'aboveAidCap').toBe(above);
      const days = stages.map(({ opens }) => opens).filter((opens) => opens !== 'now' && opens !== 'fact');
      const fit = days.every((day, i) => day > (days[i - 1] ?? on) && day <= '2027-04-19');
      if (!above) expect(refused).toBe(fit ? undefined : 'stageDatesUnfit');
    },
  );
});
