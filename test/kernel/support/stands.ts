import { randomUUID } from 'node:crypto';
import type { CaseId, Key } from '../../../src/domain/case/ids.ts';
import type { DecideMessage } from '../../../workflows/messages.ts';
import type { County } from '../../support/county.ts';
import { eventually } from '../../support/eventually.ts';

/**
 * Waits until the case answers and stands still: a decision on a task there never was is refused by the case itself,
 * one at a time with everything else, and leaves no trace in its journal.
 */
export function stands(county: Pick<County, 'cases'>, caseId: CaseId, withinMs?: number): Promise<true> {
  const nonsense = { task: 'nothing.1.nothing' as Key, taskVersion: 1, tip: 0 };
  return eventually(
    `the case ${caseId} stands`,
    async () => {
      const sent = await county.cases.decide(caseId, { ...nonsense, commandId: randomUUID() } as DecideMessage);
      return sent.kind === 'refused' && sent.code === 'taskNotOpen';
    },
    withinMs,
  );
}
