import { earlierAid } from '../../src/db/aid/earlier.ts';
import { storeAssessment } from '../../src/db/case/assessments.ts';
import { type Family, familyNow } from '../../src/db/case/family.ts';
import { canonical } from '../../src/db/case/journal.ts';
import type { Tx } from '../../src/db/pool.ts';
import type { Cipher } from '../../src/db/sealed.ts';
import { addMonthsToDate, businessDateOf } from '../../src/domain/calendar.ts';
import type { Declaration } from '../../src/domain/case/declaration.ts';
import { deceasedOf } from '../../src/domain/case/differences.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { figuresOf } from '../../src/domain/case/figures.ts';
import { type Key, publicId } from '../../src/domain/case/ids.ts';
import type { CaseState, Exits } from '../../src/domain/case/state.ts';
import { assess } from '../../src/domain/dibao/assess.ts';
import { gradualExit } from '../../src/domain/dibao/gradualExit.ts';
import type { AssessmentInput } from '../../src/domain/dibao/input.ts';
import { stoppedForRefusals } from '../../src/domain/dibao/jobRefusals.ts';
import { fen } from '../../src/domain/money.ts';
import { assessTemporary } from '../../src/domain/temporary/assess.ts';
import type { EarlierAid, TemporaryInput } from '../../src/domain/temporary/input.ts';
import { type CaseLaw, missing } from '../../src/policy/law.ts';

/** The calculation the system proposes, on all that is on file today; stored with its inputs, the policy used and its explanation. */
export async function assessCase(tx: Tx, cipher: Cipher, law: CaseLaw, state: CaseState, key: Key): Promise<CaseEvent> {
  const family = await familyNow(tx, cipher, state);
  if (family.family.members.length === 0) return nobodyLeft(key);
  const input = inputOf(family, law, state);
  const { need } = family.family;
  if (need) return assessAid(tx, cipher, law, state, key, { ...input, need, earlier: await earlierOf(tx, law, state) });
  const assessed = assess(input, law.lookup);
  if (!assessed.ok) throw missing(assessed.refusal, state.township, input.on);
  const { eligible, amountFen, reasons } = assessed.value;
  const contentHash = await keep(tx, cipher, law, state, key, { input, ...assessed.value });
  const exits = state.benefit && !eligible ? { exits: exitsOpen(input, state, law) } : {};
  return { type: 'assessed', key, eligible, amountFen, reasons, contentHash, ...exits };
}

/** Temporary assistance: with what the same persons were given before, in the whole county. */
async function assessAid(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  key: Key,
  input: TemporaryInput,
): Promise<CaseEvent> {
  const assessed = assessTemporary(input, law.lookup);
  if (!assessed.ok) throw missing(assessed.refusal, state.township, input.on);
  const { eligible, amountFen, reasons, aid } = assessed.value;
  const contentHash = await keep(tx, cipher, law, state, key, { input, ...assessed.value });
  return { type: 'assessed', key, eligible, amountFen, reasons, aid, contentHash };
}

async function earlierOf(tx: Tx, law: CaseLaw, { caseId }: CaseState): Promise<EarlierAid[]> {
  const months = Math.max(law.value('temporary.togetherMonths'), law.value('temporary.sameCauseMonths'));
  return earlierAid(tx, caseId, addMonthsToDate(businessDateOf(law.now), -months));
}

/** Kept sealed with its inputs and the policy used, and quoted by hash. */
async function keep(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  key: Key,
  assessed: { readonly eligible: boolean; readonly amountFen: number; readonly input: AssessmentInput },
): Promise<string> {
  const { eligible, amountFen } = assessed;
  const content = canonical(assessed);
  const contentHash = cipher.contentHash(content, state.caseId);
  const assessmentId = publicId(state.caseId, key);
  await storeAssessment(tx, {
    assessmentId,
    caseId: state.caseId,
    division: state.township,
    at: new Date(law.now).toISOString(),
    eligible,
    amountFen,
    sealed: cipher.seal(content, `assessment:${assessmentId}`),
    contentHash,
  });
  return contentHash;
}

/** After which causes, and in how many months, the place lets a family like this one leave by degrees. */
function exitsOpen(input: AssessmentInput, state: CaseState, law: CaseLaw): Exits {
  const open = law.value('grace.months').flatMap(({ cause, months }) => {
    const offered = months.filter((each) => {
      const request = {
        input,
        cause,
        baseBefore: fen(state.benefit?.amountFen ?? 0),
        decidedOn: input.on,
        months: each,
      };
      const exit = gradualExit(request, law.lookup);
      if (!exit.ok) throw missing(exit.refusal, state.township, input.on);
      return exit.value.reasons.length === 0;
    });
    return offered.length > 0 ? [[cause, offered] as const] : [];
  });
  return Object.fromEntries(open);
}

/** All members have died or left: there is nothing to calculate. */
function nobodyLeft(key: Key): CaseEvent {
  return { type: 'assessed', key, eligible: false, amountFen: 0, reasons: ['nobodyLeft'], contentHash: '' };
}

/** What a calculation on the family as it is known rests on, besides policy. */
export function inputOf(
  { family: declaration, standing, changes }: Family,
  law: CaseLaw,
  state: CaseState,
): AssessmentInput {
  const refused = stoppedForRefusals(changes, businessDateOf(law.now), law.lookup);
  if (!refused.ok) throw missing(refused.refusal, state.township, businessDateOf(law.now));
  const figures = figuresOf(declaration, standing);
  const index = (memberNo: number) => declaration.members.findIndex((member) => member.memberNo === memberNo);
  return {
    division: state.township,
    on: businessDateOf(law.now),
    residence: declaration.area,
    applyingAs: declaration.applyingAs,
    members: membersOf(declaration, deceasedOf(standing), refused.value),
    incomes: figures.incomes.map(({ memberNo, ...income }) => ({ ...income, memberIndex: index(memberNo) })),
    deductions: declaration.deductions.map(({ memberNo, ...deduction }) => ({
      ...deduction,
      memberIndex: index(memberNo),
      source: 'declared' as const,
    })),
    property: figures.property,
  };
}

/** What the law asks about a member, and no more. */
function membersOf(
  { members }: Declaration,
  deceased: readonly number[],
  refused: readonly number[],
): AssessmentInput['members'] {
  return members.map(({ memberNo, relation, birthDate, disability, situations }) => ({
    relation,
    birthDate,
    situations: [
      ...situations,
      ...(deceased.includes(memberNo) ? (['deceased'] as const) : []),
      ...(refused.includes(memberNo) ? (['benefitStoppedForRefusals'] as const) : []),
    ],
    ...(disability ? { disability } : {}),
  }));
}
