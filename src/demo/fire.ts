import type { z } from 'zod';
import type { applicationReceiptSchema } from '../contracts/http/applications.ts';
import type { emergencySchema } from '../contracts/http/emergencies.ts';
import type { fundSchema } from '../contracts/http/standbyFunds.ts';
import { addDays } from '../domain/calendar.ts';
import { reach, until } from './api.ts';
import { type CaseDesk, caseDesk, type Demo } from './caseDesk.ts';
import { cast, others, places } from './cast.ts';
import { idNumber } from './family.ts';
import { record } from './proof.ts';
import type { Detail } from './timeline.ts';
import type { Where } from './where.ts';
import { law, t, yuan } from './words.ts';

type Emergency = z.output<typeof emergencySchema>;
type Fund = z.output<typeof fundSchema>;

const phones = { duty1: '13900000041', duty2: '13900000042' } as const;
const given = { reason: '出租屋烧毁，无处过夜', unrelated: true, documents: [] };

/** A fire at nine in the evening: money the same night on one signature, and the papers afterwards (SAL-2026 art. 50). */
export async function tellFire(demo: Demo, where: Where): Promise<void> {
  demo.tell.title(
    t('兜底 · 演示：晚上九点的一场火', 'Doudi, a demo: a fire at nine in the evening'),
    t(
      '当阳市玉阳街道，一名外省务工人员租住的房屋起火；人员、号码、账户均为虚构。',
      'Yuyang in Dangyang. The rented home of a worker from another province burns; people, numbers and accounts are invented.',
    ),
    t(
      `全部经公开接口 ${where.api} 办理；时间由测试时钟逐分推进。`,
      `All over the public API at ${where.api}; a test clock goes on minute by minute.`,
    ),
  );
  await demo.days.next(); // its evening is still to come
  await onCall(demo);
  const desk = await theNight(demo, where);
  await afterwards(demo, desk);
  await record(demo, desk);
}

/** Who is called this night, and what the township has to give. */
async function onCall({ api, days, tell }: Demo): Promise<void> {
  tell.chapter(t('一、值班与备用金', '1 Who is on call, and what there is to give'));
  for (const post of ['duty1', 'duty2'] as const)
    await api.put(cast.administrator, `/v1/officers/${cast[post].officer}/contact`, {
      phone: phones[post],
      seats: [{ role: 'duty_officer', division: places.township }],
    });
  const night = { from: days.instant('18:00'), until: days.instant('08:00', addDays(days.today(), 1)) };
  const duties = [cast.duty1, cast.duty2].map(({ officer }, i) => ({ officer, order: i + 1, ...night }));
  await api.put(cast.reviewer, '/v1/duty-roster', { division: places.township, ...night, duties });
  tell.entry({
    who: cast.reviewer.label,
    what: t('安排当夜值班：甲先，乙后', 'sets who is on call tonight: A first, then B'),
  });
  const fund = await fundOf({ api, days });
  tell.entry({
    who: others.system,
    what: t(
      `本街道备用金可用 ${yuan(fund.availableFen).zh}`,
      `the township’s standby fund has ${yuan(fund.availableFen).en}`,
    ),
  });
}

/** From the call to the money. */
async function theNight(demo: Demo, where: Where): Promise<CaseDesk> {
  const { api, days, tell } = demo;
  tell.chapter(t('二、当夜', '2 The night'));
  await days.at('21:10');
  const receipt = await api.send<z.output<typeof applicationReceiptSchema>>(cast.clerk, '/v1/emergencies', {
    township: places.township,
    place: '示例路12号出租屋',
    happenedAt: days.instant('21:00'),
    kind: 'fire',
    what: '出租屋起火，一人无处过夜，衣物、现金全部烧毁',
    person: { description: '男，四十岁上下，外省口音' },
    reportedBy: { by: 'villageAssistant', name: '演示丁' },
  });
  const desk = caseDesk(demo, receipt.caseId);
  await desk.opened('answerReport');
  await desk.happened(
    cast.clerk.label,
    t(
      `接村协理员电话，登记急难 ${receipt.caseNumber}，身份不明`,
      `takes the village assistant’s call: ${receipt.caseNumber}, identity unknown`,
    ),
    [at(days), [t('依据', 'Law'), law('SAL-2026 arts. 37, 50')]],
  );
  await told(demo, where, receipt.caseNumber, phones.duty1);
  await days.at('21:41');
  await told(demo, where, receipt.caseNumber, phones.duty2);
  await desk.decide(
    cast.duty2,
    'answerReport',
    { outcome: 'responded' },
    t('甲未应答，乙响应', 'answers, as A has not'),
    [at(days)],
  );
  await days.at('22:20');
  const account = { holder: '演示戊', bankName: '示范农商银行', number: '6230000000000000001' };
  const transfer = (amountFen: number) => ({ outcome: 'transfer', amountFen, account, ...given });
  await desk.isCaught(
    cast.duty2,
    'firstAid',
    transfer(350_000),
    'aboveFirstAidLimit',
    t('一人签字要给 3500 元', 'would give 3,500 yuan on one signature'),
  );
  await desk.decide(
    cast.duty2,
    'firstAid',
    transfer(200_000),
    t('先行救助 2000 元，即时转账', 'gives 2,000 yuan at once, by instant transfer'),
    [at(days)],
  );
  const { minutes } = await arrived(demo, desk, where);
  await desk.happened(
    others.bank,
    t(`到账，距报告 ${minutes} 分钟`, `has credited it, ${minutes} minutes after the report`),
    [at(days)],
  );
  return desk;
}

/** The papers, and another person's eye. */
async function afterwards(demo: Demo, desk: CaseDesk): Promise<void> {
  const { days, tell } = demo;
  tell.chapter(t('三、事后补齐手续', '3 The papers afterwards'));
  await days.goTo(addDays(days.today(), 3));
  await desk.decide(
    cast.clerk,
    'endEmergency',
    { outcome: 'ended', endedOn: days.today(), reason: '已安置到亲友家' },
    t('急难结束：已安置', 'the emergency is over: he has a place to stay'),
  );
  await desk.decide(
    cast.clerk,
    'completePapers',
    {
      outcome: 'completed',
      person: { name: '演示戊', idNumber: idNumber(days.today(), 48) },
      cause: '火灾，住所和财物烧毁',
      signatures: [
        { by: '演示戊', as: 'recipient' },
        { by: cast.duty2.officer, as: 'officer' },
      ],
      proof: [await desk.attach(cast.clerk, '207')],
      documents: [],
    },
    t('补齐：人员、事由、金额、签字、证明', 'completes person, cause, amount, signatures and proof'),
  );
  await desk.decide(
    cast.officer,
    'confirmAid',
    { outcome: 'confirmed', reason: '情况属实，金额适当' },
    t('另一人复核：确认', 'judges it as another person: confirmed'),
  );
  tell.quote(await desk.letter('aidConfirmation'));
  const fund = await fundOf(demo);
  tell.entry({
    who: others.system,
    what: t(
      `备用金：已支出 ${yuan(fund.spentFen).zh}，可用 ${yuan(fund.availableFen).zh}，待县级结算 ${yuan(fund.unsettledFen).zh}`,
      `the fund: spent ${yuan(fund.spentFen).en}, left ${yuan(fund.availableFen).en}, for the county to make up ${yuan(fund.unsettledFen).en}`,
    ),
  });
}

/** The township's fund of the year: one that began while the system ran has none before finance opens it. */
async function fundOf({ api, days }: Pick<Demo, 'api' | 'days'>): Promise<Fund> {
  const { township } = places;
  const year = Number(days.today().slice(0, 4));
  const { items } = await api.get<{ items: Fund[] }>(cast.financeA, `/v1/standby-funds?year=${year}`);
  const opened = items.find((fund) => fund.township === township);
  return opened ?? api.send<Fund>(cast.financeA, '/v1/standby-funds', { township, year });
}

/** What the gateway's own book says went to that phone. */
async function told({ tell, days }: Demo, where: Where, caseNumber: string, phone: string): Promise<void> {
  const { to, text } = await until(t('短信网关的记录', 'The entry in the message gateway’s book'), async () => {
    const book = (await (await reach(`${where.messages}/_control/book`)).json()) as { to: string; text: string }[];
    return book.findLast((sent) => sent.text.includes(caseNumber) && sent.to === `*${phone.slice(-4)}`);
  });
  tell.entry({
    who: others.system,
    what: t('呼叫值班人员', 'calls who is on call'),
    details: [
      at(days),
      [t('短信', 'Message'), t(`网关账簿 ${to} ${text}`, `in the gateway’s book, to ${to}: ${text}`)],
    ],
  });
}

/** The bank's own book says so, and the case. */
async function arrived({ api }: Demo, desk: CaseDesk, { bank }: Where): Promise<{ minutes: number }> {
  const caseId = desk.url.split('/').at(-1)!;
  const now = await until(t('转账到账', 'The transfer has arrived'), async () => {
    const seen = await api.get<Emergency>(cast.duty2, `/v1/emergencies/${caseId}`);
    return seen.stage === 'papers' ? seen : undefined;
  });
  const book = (await (await reach(`${bank}/_control/book`)).json()) as { endToEndId: string; result: string }[];
  const credits = book.filter(({ endToEndId, result }) => endToEndId.startsWith(caseId) && result === 'credited');
  if (credits.length !== 1) throw new Error(`The bank’s own book has ${credits.length} credits of this transfer`);
  const [aid] = now.aid;
  return { minutes: Math.round((Date.parse(aid!.at) - Date.parse(now.reportedAt)) / 60_000) };
}

function at(days: Demo['days']): Detail {
  return [t('时刻', 'Time'), days.time()];
}
