import { applyChanges } from '../../domain/case/applyChanges.ts';
import type { HouseholdChange } from '../../domain/case/changes.ts';
import type { Declaration, DeclaredMember } from '../../domain/case/declaration.ts';
import { type Difference, kindOf } from '../../domain/case/differences.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { Tx } from '../pool.ts';
import { type Cipher, readApplication, readDecisionsOf } from '../sealed.ts';
import { readComparison } from './comparisons.ts';
import { readVerifiedChanges } from './household.ts';

/** The family as it is known: what it declared, what the looks found since, and what the survey found against the declaration. */
export interface Family {
  readonly family: Declaration;
  readonly standing: readonly Difference[];
  readonly changes: readonly HouseholdChange[];
  /** Without what the look under way has found. */
  readonly before: readonly HouseholdChange[];
}

export async function familyNow(tx: Tx, cipher: Cipher, state: CaseState): Promise<Family> {
  const { declaration } = await readApplication(tx, cipher, state.caseId);
  const found = state.benefit ? await readVerifiedChanges(tx, cipher, state.caseId) : [];
  const changes = found.flat();
  const known = applyChanges(declaration, changes);
  if (!known.ok) throw new Error(`What was found of the family does not fit it: ${known.refusal.code}`); // refused at the door
  const standing = await standingDifferences(tx, cipher, state);
  return {
    family: known.value,
    changes,
    before: (state.look ? found.slice(0, -1) : found).flat(),
    standing: standing.filter(
      (difference) => isOfMember(difference, known.value) && !isOverridden(difference, changes),
    ),
  };
}

function isOfMember(difference: Difference, { members }: Declaration): boolean {
  const { memberNo: about } = 'finding' in difference ? difference.finding : difference.status;
  return members.some(({ memberNo }) => memberNo === about);
}

/** In whose name the family is written to: its head today; of a family nobody is left of, who it was. */
export async function headOfFamily(tx: Tx, cipher: Cipher, state: CaseState): Promise<DeclaredMember | undefined> {
  const { family } = await familyNow(tx, cipher, state);
  const { declaration } = await readApplication(tx, cipher, state.caseId);
  return [...family.members, ...declaration.members].find(({ relation }) => relation === 'applicant');
}

/** What was found of an income or a property since stands in the place of what the survey found of it. */
function isOverridden(difference: Difference, changes: readonly HouseholdChange[]): boolean {
  if (!('finding' in difference)) return false;
  const { finding } = difference;
  return changes.some(
    (change) => 'memberNo' in change && change.memberNo === finding.memberNo && replaces(change) === kindOf(finding),
  );
}

/** Of which kind of figure a change says what it is now. */
function replaces(change: HouseholdChange): string | undefined {
  if (change.kind === 'employed') return change.wage && 'income wage';
  if (change.kind === 'income') return `income ${change.income}`;
  return change.kind === 'property' ? `property ${change.owned.kind}` : undefined;
}

/** The differences of this survey that were resolved against the declaration. */
async function standingDifferences(tx: Tx, cipher: Cipher, state: CaseState): Promise<readonly Difference[]> {
  const place = `survey.${state.rounds.survey ?? 1}.`;
  const comparison = await readComparison(tx, cipher, state.caseId, place);
  const resolved = await readDecisionsOf(tx, cipher, state.caseId, ['resolveDiscrepancy']);
  const stands = (nth: number) =>
    resolved.some(
      ({ taskId, outcome }) => taskId.endsWith(`.${place}resolveDiscrepancy.${nth}`) && outcome === 'reportStands',
    );
  return (comparison?.differences ?? []).filter(({ nth }) => stands(nth));
}
