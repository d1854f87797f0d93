import { personInNeed, readReport } from '../../src/db/emergency/reports.ts';
import type { Tx } from '../../src/db/pool.ts';
import { aidGiven, identityRestored } from '../../src/db/queries/emergencies.ts';
import { readMeetings } from '../../src/db/queries/meetings.ts';
import { referrals } from '../../src/db/queries/referrals.ts';
import { about, ask } from '../../src/db/questions.ts';
import { type Cipher, readDecisionsOf } from '../../src/db/sealed.ts';
import type { DivisionCode } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { departmentNames } from '../../src/domain/meeting/departments.ts';
import type { Told } from './handover.ts';

/** What whoever decided the return says of it. */
interface Return {
  readonly to: DivisionCode;
  readonly on: string;
  readonly receivedBy: string;
  readonly reason: string;
}

/**
 * Somebody who was helped here and goes home: who it is and who established it, what happened, what was given, what joint
 * meetings decided and how far the departments are with it, and whereto the person was sent on.
 */
export async function personGoneHome(tx: Tx, cipher: Cipher, state: CaseState): Promise<Told | undefined> {
  const { caseId } = state;
  const decided = (await readDecisionsOf(tx, cipher, caseId, ['returnHome'])).at(-1);
  if (!decided) return undefined;
  const { to, on, receivedBy, reason } = decided.content as unknown as Return;
  const { name, idNumber } = await personInNeed(tx, cipher, caseId);
  const { kind, happenedAt, place, what } = await readReport(tx, cipher, caseId);
  const told = await ask(tx, 'person handed over', {
    identity: about(caseId, identityRestored),
    aid: about(caseId, aidGiven),
    referrals: about(caseId, referrals),
  });
  const aid = told.aid.filter(({ stands }) => stands !== 'notGiven');
  const { meetings, followUps } = await readMeetings(tx, cipher, caseId, (department) => departmentNames[department]);
  const content = {
    programme: 'emergency',
    ...{ returnedOn: on, receivedBy, reason },
    person: { name, idNumber },
    ...(told.identity ? { identifiedBy: told.identity.source } : {}),
    event: { kind, happenedAt, place, what },
    aid: aid.map(({ at, form, amountFen }) => ({ at, form, amountFen })),
    givenFen: state.aid?.givenFen ?? 0,
    meetings: meetings.flatMap(({ held }) =>
      held ? [{ heldOn: held.heldOn, outcome: held.outcome, reason: held.reason }] : [],
    ),
    followUps: followUps.map(({ department, task, stands, report }) => ({ department, task, stands, report })),
    referrals: told.referrals,
  };
  return { to, content };
}
