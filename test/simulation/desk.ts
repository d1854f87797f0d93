import type { CaseDetails } from '../../src/contracts/http/cases.ts';
import type { Task } from '../../src/contracts/http/tasks.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import type { DecisionInput } from '../support/county.ts';
import { visit } from '../support/decisions.ts';
import { aidWork } from './aidDesk.ts';
import { emergencyWork } from './emergencyDesk.ts';
import { meetingWork } from './meetingDesk.ts';

/** Families live in the first; some move to the second. */
export const townships = ['420582001000', '420582101000'] as const;

/** What an officer has before them: the task, the case as the API shows it, the day, and the dice of this life. */
export interface Desk {
  readonly task: Task;
  readonly file: CaseDetails;
  readonly today: string;
  readonly staff: readonly string[];
  /** Members of the family as it is known today, the head first. */
  readonly members: readonly number[];
  /** What has still to come back from it. */
  readonly owedBackFen: number;
  /** Photos attached to prove it, where the task asks for them. */
  readonly proof: readonly string[];
  roll(): number;
}

/** None: nobody does it this time. */
export type Work = (desk: Desk) => DecisionInput | undefined;

const always =
  (content: DecisionInput): Work =>
  () =>
    content;
const reason = '模拟办理';
const documents: string[] = [];
const seen = ({ today, staff, task }: Desk) => ({
  investigators: [...staff],
  visitedOn: today,
  finding: `入户核查记录 ${task.taskId.slice(-40)}`,
  documents,
});
const newWage = ({ roll, today, members }: Desk) => ({
  kind: 'income',
  on: today,
  memberNo: members[0],
  income: 'wage',
  origin: '零工',
  // Mostly below the standard for two, now and then within the band of a gradual exit, rarely far above.
  amountFen: Math.floor(roll() < 0.7 ? roll() * 120_000 : roll() < 0.8 ? 140_000 + roll() * 50_000 : 400_000),
  period: 'month',
});

/** How each kind of task is done: mostly as the calculation says, and now and then otherwise. */
const work: { readonly [K in TaskKindName]?: Work } = {
  accept: ({ roll }) =>
    roll() < 0.1 ? { outcome: 'supplementNeeded', missing: ['收入证明'] } : { outcome: 'accepted' },
  supplement: always({ outcome: 'supplemented', documents }),
  startSurvey: ({ staff }) => ({ outcome: 'started', investigators: [...staff] }),
  homeVisit: ({ today, staff }) => visit(staff, today),
  startCheck: always({ outcome: 'started' }),
  chaseCheck: ({ roll }) =>
    roll() < 0.5 ? { outcome: 'resend' } : { outcome: 'paperReport', reason, findings: [], documents },
  completeCheck: always({ outcome: 'paperReport', reason, findings: [], documents }),
  resolveDiscrepancy: ({ roll }) => ({
    outcome: roll() < 0.5 ? 'reportStands' : 'declarationStands',
    reason,
    documents,
  }),
  objectToCheck: always({ outcome: 'notObjected' }),
  review: ({ file }) =>
    file.assessment?.eligible
      ? { outcome: 'proposeGrant', amountFen: file.assessment.amountFen, reason }
      : { outcome: 'proposeRefusal', reason },
  handleObjection: always({ outcome: 'appraised', reason, documents }),
  countyVisit: ({ today, staff }) => visit(staff, today),
  confirm: ({ file, roll }) => {
    if (!file.proposal?.grant) return { outcome: 'refused', reason };
    return roll() < 0.05 ? { outcome: 'returned', reason, missing: ['照片'] } : { outcome: 'approved', reason };
  },
  deliverRefusal: ({ today }) => ({ outcome: 'delivered', deliveredOn: today, method: 'post', documents }),
  correctAccount: ({ task }) => ({
    outcome: 'corrected',
    account: {
      holder: '测试甲',
      bankName: '示范农商银行',
      number: `63${task.taskId.replaceAll(/\D/g, '').slice(0, 16)}`,
    },
    reason,
  }),
  periodicReview: (desk) =>
    desk.roll() < 0.8
      ? { outcome: 'unchanged', ...seen(desk), weighed: reason }
      : { outcome: 'changed', ...seen(desk), changes: [newWage(desk)] },
  verifyChange: (desk) =>
    desk.roll() < 0.2
      ? { outcome: 'notConfirmed', ...seen(desk) }
      : {
          outcome: 'confirmed',
          ...seen(desk),
          changes: whatChanged(desk),
        },
  confirmMatch: ({ roll }) => ({
    outcome: roll() < 0.4 ? 'confirmed' : 'wrong',
    statement: '家属说明情况',
    reason,
    documents,
  }),
  proposeChange: proposalOf,
  hear: ({ roll, today }) => {
    if (roll() < 0.1) return { outcome: 'newFacts', heardOn: today, statement: '收入又有变化', documents };
    return { outcome: 'heard', heardOn: today, method: 'inPerson', statement: '没有意见', documents };
  },
  confirmChange: ({ roll }) => {
    if (roll() < 0.05) return { outcome: 'returned', reason, missing: ['工资证明'] };
    return roll() < 0.05 ? { outcome: 'refused', reason } : { outcome: 'approved', reason };
  },
  deliverChange: ({ today }) => ({ outcome: 'delivered', deliveredOn: today, method: 'inPerson', documents }),
  approveAccountChange: ({ roll }) => ({ outcome: roll() < 0.8 ? 'approved' : 'refused', reason, documents }),
  proposeRecovery: ({ roll }) => ({
    outcome: roll() < 0.8 ? 'propose' : 'waive',
    ground: 'changeReachedBack',
    reason,
    documents,
  }),
  recordReply: ({ today }) => ({ outcome: 'replied', heardOn: today, statement: '没有意见', documents }),
  decideRecovery: ({ roll }) => {
    if (roll() < 0.1) return { outcome: 'returned', reason };
    return roll() < 0.2
      ? { outcome: 'waive', ground: 'hardship', reason }
      : { outcome: 'recover', ground: 'changeReachedBack', instalments: 3, reason };
  },
  recordRepayment: ({ owedBackFen, today, roll }) => ({
    outcome: 'repaid',
    amountFen: roll() < 0.5 ? owedBackFen : Math.ceil(owedBackFen / 2),
    paidOn: today,
    reference: '模拟收据',
  }),
  recordRemedy: ({ roll, today, file }) => {
    const outcomes = file.benefit?.cause === 'granted' ? ['upheld', 'redo'] : ['upheld', 'revoked', 'redo'];
    return { outcome: outcomes[Math.floor(roll() * outcomes.length)]!, decidedOn: today, reason, documents };
  },
  answerReferral: ({ roll }) => (roll() < 0.7 ? { outcome: 'taken' } : { outcome: 'declined', reason }),
  recordAnswer: ({ roll }) => (roll() < 0.7 ? { outcome: 'taken' } : { outcome: 'declined', reason }),
  escalation: always({ outcome: 'instructed', reason }),
  ...emergencyWork,
  ...aidWork,
  ...meetingWork,
};

function whatChanged(desk: Desk) {
  if (desk.roll() < 0.1 && desk.members.length > 1) return headDies(desk);
  return [desk.roll() < 0.1 ? movesOver(desk) : newWage(desk)];
}

/** The family moves to the other township. */
function movesOver({ file, today }: Desk) {
  const [here, there] = townships;
  return { kind: 'movedWithinCounty', on: today, township: file.township === here ? there : here, area: 'urban' };
}

/** The head dies; the next member is the head of what is left. */
function headDies({ today, members }: Desk) {
  const [head, next, ...others] = members;
  const relations = others.map((memberNo) => ({ memberNo, relation: 'other' }));
  return [
    { kind: 'memberDied', on: today, memberNo: head },
    { kind: 'headNamed', on: today, memberNo: next, relations },
  ];
}

function proposalOf({ file, roll }: Desk): DecisionInput {
  const { assessment, benefit, look } = file;
  const amountFen = assessment?.amountFen ?? 0;
  const now = benefit?.amountFen ?? 0;
  if (look?.headChanged)
    return assessment?.eligible
      ? { outcome: 'succeed', amountFen, reason }
      : { outcome: 'stop', ground: 'incomeOver', reason };
  if (benefit?.cause === 'suspended' || benefit?.cause === 'ended')
    return assessment?.eligible
      ? { outcome: 'resume', amountFen, reason }
      : { outcome: 'stop', ground: 'incomeOver', reason };
  if (roll() < 0.05) return { outcome: 'suspend', ground: 'factsMissing', reason };
  if (file.clocks.some(({ kind }) => kind === 'gradualExit'))
    return assessment?.eligible ? { outcome: 'restore', amountFen, reason } : { outcome: 'keep', reason };
  if (!assessment?.eligible)
    return roll() < 0.7
      ? { outcome: 'gradualExit', cause: 'employment', reason }
      : { outcome: 'stop', ground: 'incomeOver', reason };
  if (amountFen === now) return { outcome: 'keep', reason };
  return { outcome: amountFen > now ? 'raise' : 'lower', amountFen, reason };
}

/** The decision an officer takes on this task; undefined for one that nobody of the simulation takes. */
export function decisionOn(desk: Desk): DecisionInput | undefined {
  return work[desk.task.kind]?.(desk);
}
