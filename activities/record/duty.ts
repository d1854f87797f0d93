import { divisionName } from '../../src/db/divisions.ts';
import { onCall } from '../../src/db/duty/roster.ts';
import { readReport } from '../../src/db/emergency/reports.ts';
import { requestOfficerMessage } from '../../src/db/officerMessages.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication } from '../../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../../src/domain/case/events.ts';
import type { OfficerId } from '../../src/domain/case/ids.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { type DutyCall, type DutyRole, dutyText } from '../../src/domain/duty.ts';
import type { CaseLaw } from '../../src/policy/law.ts';

/**
 * The next on call are written to at once, also at night: the first of the township's line whom the case has not called
 * yet and who is no relative. After the last of them, the county's line is told that it will have to answer.
 */
export async function dutyCalled(
  tx: Tx,
  cipher: Cipher,
  law: CaseLaw,
  state: CaseState,
  draft: Extract<Draft, { type: 'dutyCalled' }>,
): Promise<CaseEvent> {
  const call = await callOf(tx, cipher, law, state);
  const at = new Date(law.now);
  const passedOver = [...(state.emergency?.dutyCalled ?? []), ...state.relatives];

  async function callNext(role: DutyRole): Promise<{ called: OfficerId[]; exhausted: boolean }> {
    const division = role === 'duty_officer' ? state.township : state.county;
    const line = (await onCall(tx, { role, division }, at)).filter((officer) => !passedOver.includes(officer));
    for (const [i, officer] of line.entries()) {
      const message = { caseId: state.caseId, key: draft.key, kind: 'dutyCall', at, text: dutyText(role, call) };
      const reached = await requestOfficerMessage(tx, cipher, { ...message, to: { officer, role, division } });
      if (reached) return { called: [officer], exhausted: i === line.length - 1 };
    }
    return { called: [], exhausted: true };
  }

  const { called, exhausted } = await callNext('duty_officer');
  const county = exhausted ? (await callNext('county_officer')).called : [];
  return { ...draft, officers: [...called, ...county], reached: called.length > 0, exhausted };
}

async function callOf(tx: Tx, cipher: Cipher, law: CaseLaw, state: CaseState): Promise<DutyCall> {
  const { caseNumber } = await readApplication(tx, cipher, state.caseId);
  const { kind } = await readReport(tx, cipher, state.caseId);
  const aid = Object.values(state.clocks).find((clock) => clock.kind === 'firstAid');
  if (!aid) throw new Error('Duty is called while the clock of the aid runs, and it does not');
  return {
    township: await divisionName(tx, state.township),
    kind,
    caseNumber,
    answerMinutes: law.value('emergency.answerMinutes'),
    aidMinutes: Math.max(0, Math.ceil((aid.dueAt - law.now) / 60_000)),
  };
}
