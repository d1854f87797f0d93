import type { TaskKindName } from '../../src/domain/case/taskKinds.ts';
import type { Desk, Work } from './desk.ts';
import { somebody } from './meetingDesk.ts';
import { account, dueFen, oneOf, yuan } from './ways.ts';

const reason = '模拟急难救助';
const given = { reason, unrelated: true, documents: [] };

const transfer = (desk: Desk, upTo: number) => ({
  outcome: 'transfer',
  amountFen: yuan(desk.roll, upTo),
  account: account(desk),
  ...given,
});
const cash = ({ roll }: Desk, upTo: number) => ({
  outcome: 'cash',
  amountFen: yuan(roll, upTo),
  receipt: `SJ-${Math.floor(roll() * 1e6)}`,
  receivedBy: '按印',
  ...given,
});
const goods = ({ roll }: Desk, upTo: number) => ({
  outcome: 'goods',
  amountFen: yuan(roll, upTo),
  goods: '棉被、食品',
  ...given,
});

/** Now and then nobody answers, and the county does. */
const answer: Work = (desk) =>
  oneOf<ReturnType<Work>>(
    desk,
    [70, { outcome: 'responded' }],
    [10, { outcome: 'notEmergency', to: 'shelter', reason }],
    [20, undefined],
  );

/** How what emergencies ask for is done: every form of aid, papers late and wanting, and not all of it confirmed. */
export const emergencyWork: { readonly [K in TaskKindName]?: Work } = {
  answerReport: answer,
  answerForTownship: answer,
  // Sometimes beyond what one officer may give: refused, and tried again.
  firstAid: (desk) =>
    oneOf<Work>(
      desk,
      [45, (d) => transfer(d, 3_200)],
      [25, (d) => cash(d, 3_000)],
      [10, (d) => goods(d, 500)],
      [5, () => ({ outcome: 'referral', to: 'shelter', reason, unrelated: true, documents: [] })],
      [10, (d) => ({ outcome: 'toCounty', amountFen: yuan(d.roll, 8_000), reason, documents: [] })],
      [5, () => ({ outcome: 'notNeeded', reason, documents: [] })],
    )(desk),
  countyAid: (desk) =>
    oneOf<Work>(
      desk,
      [60, (d) => transfer(d, 8_000)],
      [30, (d) => cash(d, 8_000)],
      [10, () => ({ outcome: 'refused', reason, documents: [] })],
    )(desk),
  payOtherwise: (desk) => {
    const due = dueFen(desk);
    const asDecided = due === undefined ? {} : { amountFen: due };
    return oneOf<Work>(
      desk,
      [40, (d) => ({ ...transfer(d, 3_000), ...asDecided })],
      [50, (d) => ({ ...cash(d, 3_000), ...asDecided })],
      [10, () => ({ outcome: 'notNeeded', reason, documents: [] })],
    )(desk);
  },
  endEmergency: ({ today }) => ({ outcome: 'ended', endedOn: today, reason }),
  completePapers: (desk) => ({
    outcome: 'completed',
    ...(desk.roll() < 0.15 ? { person: somebody(desk) } : {}),
    cause: reason,
    signatures: [
      { by: '按印', as: 'recipient' },
      { by: '值班人员', as: 'officer' },
    ],
    proof: [...desk.proof],
    documents: [],
  }),
  confirmAid: (desk) =>
    oneOf<ReturnType<Work>>(
      desk,
      [80, { outcome: 'confirmed' }],
      [12, { outcome: 'notConfirmed', reason, documents: [] }],
      [8, { outcome: 'returned', reason, missing: ['现场照片'] }],
    ),
  answerForAid: (desk) => ({ outcome: desk.roll() < 0.5 ? 'goodFaith' : 'recover', reason, documents: [] }),
};
