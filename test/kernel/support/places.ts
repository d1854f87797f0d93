import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { businessDateOf } from '../../../src/domain/calendar.ts';
import type { CaseId } from '../../../src/domain/case/ids.ts';
import type { TaskKindName } from '../../../src/domain/case/taskKinds.ts';
import type { County, DecisionInput } from '../../support/county.ts';
import { visit } from '../../support/decisions.ts';
import { eventually } from '../../support/eventually.ts';
import { expectSound } from '../../support/invariants.ts';
import { stands } from './stands.ts';

/** Decides a task of this kind, sees that the decision is accepted and that the case is sound. */
export async function decided(
  county: County,
  caseId: CaseId,
  kind: TaskKindName,
  content: DecisionInput,
): Promise<void> {
  const task = await county.opened(caseId, kind);
  const { role, division, version: taskVersion } = (await county.state(caseId)).open[task]!;
  const how = { task, role, division, taskVersion, idempotencyKey: randomUUID() };
  // As an officer's screen does: while the outcome is not known, the same key is sent again.
  const answer = await eventually(`the outcome of ${kind}`, async () => {
    const sent = await county.decide(caseId, kind, content, how);
    return sent.kind === 'pending' ? undefined : sent;
  });
  expect(answer, kind).toMatchObject({ kind: 'receipt' });
  await expectSound(county, caseId);
}

type Step = (county: County, caseId: CaseId) => Promise<unknown>;
const decision =
  (kind: TaskKindName, content: DecisionInput): Step =>
  (county, caseId) =>
    decided(county, caseId, kind, content);
const fact =
  (name: string, content: object): Step =>
  async (county, caseId) => {
    await county.fact(caseId, name, content);
    await stands(county, caseId);
  };
const until =
  (kind: TaskKindName): Step =>
  (county, caseId) =>
    county.opened(caseId, kind);

const accepted = decision('accept', { outcome: 'accepted' });
const surveyStarted = decision('startSurvey', { outcome: 'started', investigators: ['i-1', 'i-2'] });
// A county's cases share its clock: the visit is of the day on which it is recorded, never before the acceptance.
const visited: Step = async (county, caseId) => {
  const today = businessDateOf(await county.clock.now());
  await decided(county, caseId, 'homeVisit', visit(undefined, today));
};
const checkStarted = decision('startCheck', { outcome: 'started' });
const reported = (...findings: object[]) => fact('checkReport', { findings });
const wage = (amountFen: number) => ({ memberNo: 1, source: 'tax', what: { income: 'wage', amountFen, per: 'month' } });
const deposit = { memberNo: 1, source: 'bank', what: { property: 'financial', amountFen: 100_000 } };

const surveyed: Step[] = [accepted, surveyStarted, visited, checkStarted, reported(), until('review')];
const opinion: Step[] = [...surveyed, decision('review', { outcome: 'proposeGrant', amountFen: 87_200 })];
const refusalProposed: Step[] = [...surveyed, decision('review', { outcome: 'proposeRefusal', reason: '收入超标' })];
const objected = decision('objection', { outcome: 'objected', raisedBy: '邻居', reason: '另有收入', documents: [] });

/**
 * Places of a case's life at which it waits, and how it gets there without the clock moving; each with a task that is
 * open there.
 */
export const places = {
  'before acceptance': { steps: [], waitsFor: 'accept' },
  'while papers are missing': {
    steps: [decision('accept', { outcome: 'supplementNeeded', missing: ['户口簿'] })],
    waitsFor: 'supplement',
  },
  'looked at again after the supplement': {
    steps: [
      decision('accept', { outcome: 'supplementNeeded', missing: ['户口簿'] }),
      decision('supplement', { outcome: 'supplemented', documents: [] }),
    ],
    waitsFor: 'accept',
  },
  'at the beginning of the survey': { steps: [accepted], waitsFor: 'startSurvey' },
  'visited, the report still to come': {
    steps: [accepted, surveyStarted, visited, checkStarted],
    waitsFor: 'registerComplaint',
  },
  'reported, the visit still to come': {
    steps: [accepted, surveyStarted, checkStarted, reported()],
    waitsFor: 'homeVisit',
  },
  'with differences open': {
    steps: [
      accepted,
      surveyStarted,
      visited,
      checkStarted,
      reported(wage(60_000), deposit),
      until('resolveDiscrepancy'),
      decision('resolveDiscrepancy', { outcome: 'declarationStands', reason: '已核实', documents: [] }),
    ],
    waitsFor: 'resolveDiscrepancy',
  },
  'not eligible by the check': {
    steps: [
      accepted,
      surveyStarted,
      visited,
      checkStarted,
      reported(wage(900_000)),
      until('resolveDiscrepancy'),
      decision('resolveDiscrepancy', { outcome: 'reportStands', reason: '已核实', documents: [] }),
    ],
    waitsFor: 'objectToCheck',
  },
  'surveyed again after an objection to the check': {
    steps: [
      accepted,
      surveyStarted,
      visited,
      checkStarted,
      reported(wage(900_000)),
      until('resolveDiscrepancy'),
      decision('resolveDiscrepancy', { outcome: 'reportStands', reason: '已核实', documents: [] }),
      decision('objectToCheck', { outcome: 'objected', reason: '已离职', documents: [] }),
    ],
    waitsFor: 'startSurvey',
  },
  'at the review': { steps: surveyed, waitsFor: 'review' },
  'at the review, complained about': {
    steps: [...surveyed, decision('registerComplaint', { outcome: 'registered', raisedBy: '匿名', reason: '有车' })],
    waitsFor: 'review',
  },
  'while posted': { steps: opinion, waitsFor: 'objection' },
  'while posted, with more time': {
    steps: [...opinion, decision('extendProcedure', { outcome: 'extended', ground: 'objection', reason: '情况复杂' })],
    waitsFor: 'objection',
  },
  'with an objection to look into': { steps: [...opinion, objected], waitsFor: 'handleObjection' },
  'reviewed again after an objection': {
    steps: [
      ...opinion,
      objected,
      decision('handleObjection', { outcome: 'appraised', reason: '不属实', documents: [] }),
    ],
    waitsFor: 'review',
  },
  'before the county, refusal proposed': { steps: refusalProposed, waitsFor: 'confirm' },
  'sent back by the county': {
    steps: [...refusalProposed, decision('confirm', { outcome: 'returned', reason: '缺照片', missing: ['照片'] })],
    waitsFor: 'startSurvey',
  },
  'with a refusal to deliver': {
    steps: [...refusalProposed, decision('confirm', { outcome: 'refused', reason: '收入超标' })],
    waitsFor: 'deliverRefusal',
  },
} as const satisfies Record<string, { steps: readonly Step[]; waitsFor: TaskKindName }>;

export type Place = keyof typeof places;

/** A new case, brought to that place. */
export async function caseAt(county: County, place: Place): Promise<CaseId> {
  const caseId = await county.apply();
  await county.opened(caseId, 'accept');
  for (const step of places[place].steps) await step(county, caseId);
  await county.opened(caseId, places[place].waitsFor);
  await expectSound(county, caseId);
  return caseId;
}
