import { addDays, addMonths } from '../domain/calendar.ts';
import { reach, until } from './api.ts';
import type { CaseDesk, Demo } from './caseDesk.ts';
import { cast, others } from './cast.ts';
import { officeDay } from './days.ts';
import { type Change, lookAgain } from './lookAgain.ts';
import { survivors } from './survivors.ts';
import { law, monthly, type Text, t } from './words.ts';

/** What comes after the first payment: reviewed, left by degrees, come back to, and gone on with by who is left. */
export async function life(demo: Demo, desk: CaseDesk, gatewayUrl: string): Promise<void> {
  await review(demo, desk, gatewayUrl);
  await leavingByDegrees(demo, desk);
  await comingBack(demo, desk);
  await survivors(demo, desk);
}

/** In days; by policy (`review.leadDays`) the review has begun by then. */
const aMonthAhead = 30;

/** 定期核查: begun by its own clock, with a fresh data check and a message to the family (MCA-57 art. 31). */
async function review(demo: Demo, desk: CaseDesk, gatewayUrl: string): Promise<void> {
  const { days, tell } = demo;
  tell.chapter(t('七、定期核查', '7 The periodic review'));
  const { dueOn = days.today() } = (await desk.clocks()).findLast(({ kind }) => kind === 'review') ?? {};
  await days.goTo(officeDay(addDays(dueOn, -aMonthAhead)));
  await desk.opened('periodicReview');
  await desk.happened(
    others.system,
    t(
      `到期（${dueOn}）前一个月自行启动，重新核对信息`,
      `begins a month before it is due (${dueOn}), with a fresh data check`,
    ),
    [
      [t('依据', 'Law'), law('MCA-57 art. 31')],
      [t('短信', 'Message'), await sentText(desk, gatewayUrl)],
    ],
  );
  await until(t('新的核对报告', 'The fresh report of the check platform'), async () =>
    (await desk.details()).expected.some(({ name }) => name === 'checkReport') ? undefined : true,
  );
  await lookAgain(demo, desk).unchanged(
    '母女仍租住原处，母亲打零工，女儿需人照料，与上次一致',
    t('两人入户核查：没有变化，保障金不变', 'visits with investigator B: no change, so the amount stays'),
  );
}

/** Not what Doudi says it sent, but what the gateway's own book says went to the phone. */
async function sentText(desk: CaseDesk, gatewayUrl: string): Promise<Text> {
  const { caseNumber } = await desk.details();
  const { to, text } = await until(t('短信网关的记录', 'The entry in the message gateway’s book'), async () => {
    const book = (await (await reach(`${gatewayUrl}/_control/book`)).json()) as { to: string; text: string }[];
    return book.findLast((sent) => sent.text.includes(caseNumber));
  });
  return t(`网关账簿 ${to} ${text}`, `in the gateway’s book, to ${to}: ${text}`);
}

/** 渐退: a job, and a way out by months and amounts instead of a cliff; heard first (MCA-57 art. 33, SAL-2026 art. 48). */
async function leavingByDegrees(demo: Demo, desk: CaseDesk): Promise<void> {
  const { days, tell } = demo;
  tell.chapter(t('八、就业渐退，失业恢复', '8 Work found and left by degrees; work lost, and back'));
  await days.next();
  const look = lookAgain(demo, desk);
  const wage = { origin: '镇上超市收银', amountFen: 180_000, period: 'month' } as const;
  const job: Change[] = [{ kind: 'employed', on: days.today(), memberNo: 1, wage }];
  await look.reported(
    '母亲在超市找到工作，每月1800元',
    job,
    t('登记：母亲就业，每月 1800.00 元', 'registers: the mother has found work, 1800.00 yuan a month'),
  );
  await days.next();
  await look.found(
    '查看劳动合同和工资流水，情况属实',
    job,
    t('两人核实：属实', 'verifies with investigator B: it is so'),
  );
  await look.calculated();
  await look.proposed(
    { outcome: 'gradualExit', cause: 'employment', reason: '就业后收入超过保障标准' },
    t('测算收入超过标准，拟渐退而不立即停发', 'calculated income is above the standard: proposes an exit by degrees'),
  );
  await desk.isCaught(
    cast.officer,
    'hear',
    { outcome: 'notPossible', reason: '发告知书即可' },
    'wrongRole',
    t('代填“无法听取”，不问家庭就往下办', 'would enter that they cannot be heard, and go on'),
  );
  await days.next();
  await look.heard(
    '知道了，请按月发放',
    t('当面听取：母亲没有异议', 'hears the mother in person: she does not object'),
  );
  await look.confirmed(t('确认渐退', 'confirms the exit by degrees'));
  tell.quote(await schedule(desk));
  await look.delivered(t('书面决定送达', 'hands over the decision in writing'));
}

/** The months and amounts of the letter. */
async function schedule(desk: CaseDesk): Promise<Text[]> {
  return (await desk.letter('gradualExit')).filter(({ zh }) => /^\d{4}年.*元$/.test(zh));
}

/** The job is lost in the fourth month: back to the full amount, without a new application. */
async function comingBack(demo: Demo, desk: CaseDesk): Promise<void> {
  const { days } = demo;
  const { monthFrom = days.today().slice(0, 7) } = (await desk.details()).benefit ?? {};
  await days.goTo(officeDay(`${addMonths(monthFrom, 3)}-10`));
  const look = lookAgain(demo, desk);
  const casual = { income: 'wage', origin: '零工', amountFen: 46_800, period: 'month' } as const;
  const lost: Change[] = [{ kind: 'income', on: days.today(), memberNo: 1, ...casual }];
  await look.reported(
    '超市关门，母亲又打零工',
    lost,
    t('登记：渐退第四个月失去工作', 'registers: in the fourth month of the exit the work is lost'),
  );
  await look.found(
    '走访超市，已停业；零工收入如前',
    lost,
    t('两人核实：属实', 'verifies with investigator B: it is so'),
  );
  const amountFen = await look.calculated();
  await look.proposed(
    { outcome: 'restore', amountFen },
    t(`不需重新申请，拟恢复${monthly(amountFen).zh}`, `no new application: proposes ${monthly(amountFen).en} again`),
  );
  await look.confirmed(t('确认恢复全额', 'confirms: the full amount again'));
}
