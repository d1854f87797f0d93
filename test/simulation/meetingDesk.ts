import { addDays } from '../../src/domain/calendar.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import type { DecisionInput } from '../support/county.ts';
import { called } from '../support/meetings.ts';
import type { Desk, Work } from './desk.ts';
import { idNumberOf } from './households.ts';
import { oneOf } from './ways.ts';

const reason = '模拟联席会议';
const documents: string[] = [];
/** The county where those who are not of this place are at home. */
const elsewhere = '420922000000';

/** Some of the departments, at least one. */
function some({ roll }: Desk) {
  const chosen = called.filter(() => roll() < 0.5);
  return chosen.length > 0 ? chosen : called.slice(0, 1);
}

/** Some are of families we know, some are found twice. */
export function somebody({ roll }: Desk) {
  return { name: '测试丙', idNumber: idNumberOf(roll() < 0.5 ? 1975 : 1968, Math.floor(roll() * 40)) };
}

function established(desk: Desk) {
  const proof = [...desk.proof];
  return { person: somebody(desk), source: 'police', reference: '模拟函1号', proof, documents };
}

function held(desk: Desk) {
  const { proof, roll, today } = desk;
  const dueOn = roll() < 0.5 ? { dueOn: addDays(today, Math.floor(roll() * 20)) } : {};
  const followUps = some(desk).map((department) => ({ department, task: '办理议定事项', ...dueOn }));
  return {
    heldOn: today,
    present: [
      { department: 'civilAffairs', who: '民政局负责人' },
      { department: 'police', who: '公安局联络员' },
    ],
    minutes: proof[0],
    decidedBy: { way: 'consensus' },
    reason,
    followUps: roll() < 0.7 ? followUps : [],
    documents,
  };
}

/** How departments meet about an emergency, who somebody is found to be, and how they go home. */
export const meetingWork: { readonly [K in TaskKindName]?: Work } = {
  conveneMeeting: (desk) => ({
    outcome: 'convened',
    why: desk.roll() < 0.5 ? 'complex' : 'aboveCap',
    departments: some(desk).map((department) => ({ department, papers: [] })),
    agenda: [reason],
    meetingOn: addDays(desk.today, 5),
    documents,
  }),
  // Now and then a department does not answer: it is absent.
  giveOpinion: (desk) =>
    oneOf<ReturnType<Work>>(
      desk,
      [60, { outcome: 'agrees', opinion: reason, documents }],
      [10, { outcome: 'disagrees', opinion: reason, documents }],
      [10, { outcome: 'abstains', opinion: reason, documents }],
      [20, undefined],
    ),
  holdMeeting: (desk) =>
    desk.roll() < 0.8
      ? { outcome: 'agreed', ...(desk.roll() < 0.5 ? { leaveFen: 100_000 } : {}), ...held(desk) }
      : { outcome: 'refused', ...held(desk) },
  departmentTask: ({ roll }) =>
    roll() < 0.85 ? { outcome: 'done', report: reason, documents } : { outcome: 'cannot', reason, documents },
  // Back to the meeting is refused where none is called, and tried again otherwise.
  reassign: (desk) =>
    oneOf<DecisionInput>(
      desk,
      [60, { outcome: 'reassigned', department: some(desk)[0]!, task: reason, reason, documents }],
      [20, { outcome: 'backToMeeting', reason, documents }],
      [20, { outcome: 'dropped', reason, documents }],
    ),
  registerIdentity: (desk) => ({ outcome: 'identityRestored', ...established(desk) }),
  correctIdentity: (desk) => ({ outcome: 'correctionProposed', ...established(desk), reason }),
  confirmCorrection: ({ roll }) => ({ outcome: roll() < 0.8 ? 'approved' : 'refused', reason, documents }),
  lookAtDuplicates: ({ roll, file }) => {
    const half = Math.floor((file.aid?.givenFen ?? 0) / 2);
    return roll() < 0.6 || half < 1
      ? { outcome: 'stand', reason, documents }
      : { outcome: 'toRecovery', amountFen: half, reason, documents };
  },
  returnHome: ({ today }) => ({
    outcome: 'handedOver',
    to: elsewhere,
    on: today,
    receivedBy: '示例救助管理站',
    reason,
    documents,
  }),
};
