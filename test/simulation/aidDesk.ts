import { addDays } from '../../src/domain/calendar.ts';
import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import type { DecisionInput } from '../support/county.ts';
import type { Desk, Work } from './desk.ts';
import { account, oneOf, yuan } from './ways.ts';

const reason = '模拟救助';
const documents: string[] = [];
const given = { reason, unrelated: true, documents };

/** So much in all, at once or in stages: some by a day, some by a fact. */
function stagesOf({ roll, today }: Desk, totalFen: number): object[] {
  const first = Math.ceil(totalFen / 2);
  if (roll() < 0.5 || totalFen - first < 1) return [{ amountFen: totalFen }];
  const later = { amountFen: totalFen - first };
  const opening = roll() < 0.5 ? { on: addDays(today, 8 + Math.floor(roll() * 12)) } : { once: '提交后续单据' };
  return [{ amountFen: first }, { ...later, ...opening }];
}

const transfer = (desk: Desk) => ({ outcome: 'transfer', account: account(desk), ...given });
const cash = ({ roll }: Desk) => ({
  outcome: 'cash',
  receipt: `SJ-${Math.floor(roll() * 1e6)}`,
  receivedBy: '本人',
  ...given,
});

const proposeAid: Work = (desk) => {
  const { eligible, amountFen = 0 } = desk.file.assessment ?? {};
  if (desk.roll() < 0.03) return { outcome: 'resurvey', reason };
  if (!eligible) return { outcome: 'refusalProposed', reason };
  return { outcome: 'proposed', stages: stagesOf(desk, amountFen), reason, documents };
};

/** A refusal that was proposed is one; what was proposed to be given is mostly given. */
const decideAid: Work = ({ file, roll }) => {
  if (file.programme === 'temporary' && !file.proposal?.grant) return { outcome: 'refused', reason };
  const dice = roll();
  return { outcome: dice < 0.82 ? 'approved' : dice < 0.9 ? 'refused' : 'returned', reason };
};

/** How temporary aid is decided and given, in an emergency or not; some of it nobody asks for, and it is done all the same. */
export const aidWork: { readonly [K in TaskKindName]?: Work } = {
  proposeFollowUp: (desk) =>
    oneOf<DecisionInput>(
      desk,
      [85, { outcome: 'proposed', stages: stagesOf(desk, yuan(desk.roll, 2_500)), reason, documents }],
      [15, { outcome: 'notNeeded', reason }],
    ),
  proposeAid,
  decideAid,
  registerAidFact: ({ today }) => ({ outcome: 'reached', reachedOn: today, reason, documents }),
  giveAid: (desk) => oneOf<Work>(desk, [60, transfer], [40, cash])(desk),
  bridge: (desk) => {
    const amountFen = Math.max(1, Math.floor(desk.roll() * 1.1 * (desk.file.benefit?.amountFen ?? 0)));
    return oneOf<DecisionInput>(desk, [60, { ...transfer(desk), amountFen }], [40, { ...cash(desk), amountFen }]);
  },
  stopAid: () => ({ outcome: 'stopped', reason, documents }),
};
