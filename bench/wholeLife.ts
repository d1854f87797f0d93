import type { CaseDetails } from '../src/contracts/http/cases.ts';
import { addDays, businessDateOf } from '../src/domain/calendar.ts';
import type { Role } from '../src/domain/case/roles.ts';
import { visit } from '../test/support/decisions.ts';
import type { Office } from './office.ts';

const group = ['bench-a', 'bench-b'];

/** The human decisions from the application to the public posting. */
export const decisionsToPosting = 5;

/** A case from its application to the public posting, over the API alone. */
export async function untilPosted(office: Office): Promise<string> {
  const caseId = await office.apply();
  const today = businessDateOf(await office.clock.now());
  const decides = async (role: Role, kind: string, content: object) =>
    office.decide(role, await office.opened(role, caseId, kind), content);
  await decides('township_clerk', 'accept', { outcome: 'accepted' });
  await decides('township_reviewer', 'startSurvey', { outcome: 'started', investigators: group });
  await decides('investigator', 'homeVisit', visit(group, today));
  await decides('county_officer', 'startCheck', { outcome: 'started' });
  const review = await office.opened('township_reviewer', caseId, 'review');
  const { assessment } = await office.read<CaseDetails>('township_reviewer', `/v1/cases/${caseId}`);
  await office.decide('township_reviewer', review, {
    outcome: 'proposeGrant',
    amountFen: assessment?.amountFen,
    reason: '按核算结果',
  });
  return caseId;
}

/** The posting of all of them is over. */
export async function postingIsOver(office: Office): Promise<void> {
  await office.clock.advance(new Date(`${addDays(businessDateOf(await office.clock.now()), 9)}T09:00:00+08:00`));
}

export async function confirmed(office: Office, caseId: string): Promise<void> {
  const task = await office.opened('county_officer', caseId, 'confirm');
  await office.decide('county_officer', task, { outcome: 'approved', reason: '同意' });
}
