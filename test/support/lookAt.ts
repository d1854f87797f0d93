import { expect } from 'vitest';
import type { HouseholdChange } from '../../src/domain/case/changes.ts';
import type { CaseFile } from './caseFile.ts';
import type { DecisionInput } from './county.ts';
import { eventually } from './eventually.ts';
import type { Town } from './town.ts';

/**
 * The review is open, with the fresh report before the investigator: compared, which makes older screens out of date. That
 * no report is expected says too little; for a moment none is expected yet, and for another it is not compared.
 */
export async function reviewIsReady({ county }: Town, file: CaseFile): Promise<void> {
  const { taskId } = await file.waitsFor('periodicReview');
  const comparison = taskId.replace('periodicReview', 'comparison');
  await eventually('the fresh report is compared', async () => {
    const found = await county.db.worker.query('select from comparison where comparison_id = $1', [comparison]);
    return found.rowCount === 1;
  });
}

/** The steps of a look at a family in benefit, each by whoever has to take it. */
export function lookAt(town: Town, file: CaseFile) {
  const { clerk, investigator1, investigator2, reviewer } = town.people;
  const group = [investigator1.officer, investigator2.officer];
  const seen = async (finding: string) => ({
    investigators: group,
    visitedOn: await town.today(),
    finding,
    documents: [],
  });

  const look = {
    /** The family tells the clerk, and a look begins. */
    async reports(reason: string, ...changes: HouseholdChange[]) {
      await file.decides(clerk, 'registerChange', {
        outcome: 'registered',
        reportedBy: 'household',
        changes,
        reason,
        documents: [],
      });
    },
    /** At a visit of its own, or with the review where one is under way. */
    async finds(finding: string, ...changes: HouseholdChange[]) {
      if ((await file.now()).look?.why === 'review') return look.reviews(finding, ...changes);
      const outcome = changes.length > 0 ? 'confirmed' : 'notConfirmed';
      const found = changes.length > 0 ? { changes } : {};
      await file.decides(investigator1, 'verifyChange', { outcome, ...(await seen(finding)), ...found });
    },
    /** With the fresh check report before the investigator. */
    async reviews(finding: string, ...changes: HouseholdChange[]) {
      await reviewIsReady(town, file);
      const outcome = changes.length > 0 ? 'changed' : 'unchanged';
      const found = changes.length > 0 ? { changes } : {};
      const content = { outcome, ...(await seen(finding)), ...found };
      // Where the comparison comes in just then, the screen is opened again.
      const answer = await eventually('the review is recorded', async () => {
        const tried = await file.tries(investigator1, 'periodicReview', content);
        return tried.code !== 'screenOutOfDate' && tried;
      });
      expect(answer.status, JSON.stringify(answer)).toBe(200);
    },
    proposes: (content: DecisionInput) => file.decides(reviewer, 'proposeChange', content),
    async hears(statement = '没有意见') {
      const heardOn = await town.today();
      await file.decides(clerk, 'hear', { outcome: 'heard', heardOn, method: 'inPerson', statement, documents: [] });
    },
    confirms: () => file.decides(town.confirmer, 'confirmChange', { outcome: 'approved' }),
    async delivers() {
      const deliveredOn = await town.today();
      await file.decides(clerk, 'deliverChange', {
        outcome: 'delivered',
        deliveredOn,
        method: 'inPerson',
        documents: [],
      });
    },
    /** Proposed, heard, confirmed and delivered. */
    async cuts(content: DecisionInput) {
      await look.proposes(content);
      await look.hears();
      await look.confirms();
      await look.delivers();
    },
  };
  return look;
}
