import type { z } from 'zod';
import type { applicationReceiptSchema } from '../contracts/http/applications.ts';
import type { emergencySchema } from '../contracts/http/emergencies.ts';
import { addDays } from '../domain/calendar.ts';
import { identitySourceNames } from '../domain/case/identityTasks.ts';
import { type CaseDesk, caseDesk, type Demo } from './caseDesk.ts';
import { cast, others, places } from './cast.ts';
import { officeDay } from './days.ts';
import { idNumber } from './family.ts';
import { goesHome, returned } from './goesHome.ts';
import { record } from './proof.ts';
import type { Where } from './where.ts';
import { law, t, yuan } from './words.ts';

type Emergency = z.output<typeof emergencySchema>;

const called = [cast.police, cast.health, cast.medicalInsurance, cast.housing, cast.shelter, cast.reviewer] as const;

/** The injured driver of Dangyang: helped before anybody knows who he is, and handed over at home when all know it. */
export async function tellDangyang(demo: Demo, where: Where): Promise<void> {
  demo.tell.title(
    t('兜底 · 演示：没有身份的受伤司机', 'Doudi, a demo: an injured driver whom nobody knows'),
    t(
      '当阳市玉阳街道，一名外县司机车祸重伤，无证件、无亲属，租住在村里；人员、号码均为虚构。',
      'Yuyang in Dangyang. A driver of another county is badly hurt; no papers, no kin, a rented room. Names and numbers are invented.',
    ),
    t(
      `全部经公开接口 ${where.api} 办理；时间由测试时钟推进。`,
      `All over the public API at ${where.api}; a test clock goes on.`,
    ),
  );
  await demo.days.next(); // its afternoon is still to come
  const desk = await aidFirst(demo);
  await departmentsMeet(demo, desk);
  await takenIn(demo, desk);
  await becomesKnown(demo, desk);
  await papersDone(demo, desk);
  await goesHome(demo, desk);
  await record(demo, desk);
}

/** What the township may not give alone the county gives, the same evening, up to the cap and not a fen beyond. */
async function aidFirst(demo: Demo): Promise<CaseDesk> {
  const { api, days, tell } = demo;
  tell.chapter(t('一、先救助', '1 Help first'));
  await days.at('16:30');
  const receipt = await api.send<z.output<typeof applicationReceiptSchema>>(cast.clerk, '/v1/emergencies', {
    township: places.township,
    place: '群力村示例出租屋',
    happenedAt: days.instant('16:00'),
    kind: 'trafficAccident',
    what: '驾驶员受伤住院，左腿可能截肢，无身份证件，本地无亲属',
    person: { description: '男，四十余岁，外地口音，左腿骨折' },
    reportedBy: { by: 'hospital', name: '示例医院' },
  });
  const desk = caseDesk(demo, receipt.caseId);
  await desk.opened('answerReport');
  await desk.happened(
    cast.clerk.label,
    t(
      `接医院电话，登记急难 ${receipt.caseNumber}，身份不明`,
      `takes the hospital’s call: ${receipt.caseNumber}, identity unknown`,
    ),
    [[t('依据', 'Law'), law('SAL-2026 arts. 37, 50')]],
  );
  await desk.decide(cast.duty1, 'answerReport', { outcome: 'responded' }, t('响应', 'answers'));
  await desk.decide(
    cast.duty1,
    'firstAid',
    { outcome: 'toCounty', amountFen: 804_000, reason: '左腿截肢风险，超过乡镇限额' },
    t('所需超过乡镇限额，报县级决定', 'needs more than a township may give, and asks the county'),
  );
  const cash = (amountFen: number) => ({
    outcome: 'cash',
    amountFen,
    receipt: 'SJ-0001',
    receivedBy: '本人按印',
    reason: '车祸重伤，无力支付',
    unrelated: true,
  });
  await desk.isCaught(
    cast.officer,
    'countyAid',
    cash(900_000),
    'aboveAidCap',
    t('要给 9000 元', 'would give 9,000 yuan'),
  );
  await desk.decide(
    cast.officer,
    'countyAid',
    cash(804_000),
    t(
      '给付现金 8040 元（12 × 670），凭按印收据',
      'gives 8,040 yuan (12 × 670) in cash, against a thumb-printed receipt',
    ),
  );
  await desk.opened('endEmergency');
  return desk;
}

/** One office cannot settle it: six departments are asked, and say what they think. */
async function departmentsMeet(demo: Demo, desk: CaseDesk): Promise<void> {
  const { api, days, tell } = demo;
  tell.chapter(t('二、联席会议', '2 The departments meet'));
  await days.next();
  const medical = await desk.attach(cast.officer, '301');
  await desk.decide(
    cast.officer,
    'conveneMeeting',
    {
      outcome: 'convened',
      why: 'complex',
      departments: called.map(({ department }) => ({
        department,
        papers: department === 'health' || department === 'medicalInsurance' ? [medical] : [],
      })),
      agenda: ['伤者安置', '身份核实'],
      meetingOn: addDays(days.today(), 3),
    },
    t(
      '召集六个部门；病历只送卫健、医保',
      'calls six departments; the medical record goes to those two alone that it concerns',
    ),
  );
  for (const by of called) {
    const task = await desk.opened('giveOpinion', by);
    await api.send(by, `/v1/tasks/${task.taskId}/decision`, {
      taskVersion: task.version,
      outcome: 'agrees',
      opinion: '同意按生活无着人员救助',
    });
  }
  await desk.happened(others.departments, t('六个部门反馈意见：同意', 'all six have answered: they agree'));
  await days.next();
  await desk.decide(
    cast.leader,
    'holdMeeting',
    {
      outcome: 'agreed',
      heldOn: days.today(),
      present: [
        { department: 'civilAffairs', who: '民政局分管负责人' },
        { department: 'police', who: '公安局联络员' },
        { department: 'shelter', who: '救助管理站联络员' },
      ],
      minutes: await desk.attach(cast.leader, '302'),
      decidedBy: { way: 'consensus' },
      reason: '伤者身份不明、无处可去，按生活无着人员安置',
      followUps: [
        { department: 'shelter', task: '按生活无着人员接收安置' },
        { department: 'police', task: '核实身份，恢复户籍' },
        { department: 'township', task: '康复后护送返乡', dueOn: addDays(days.today(), 60) },
      ],
    },
    t(
      '会议议定：福利院接收安置，公安核实身份，康复后护送返乡',
      'holds it: a place in the welfare institute, his identity found by the police, then seen home',
    ),
  );
}

async function takenIn({ days, tell }: Demo, desk: CaseDesk): Promise<void> {
  tell.chapter(t('三、安置', '3 A place to stay'));
  await days.next();
  await desk.decide(
    cast.shelter,
    'departmentTask',
    { outcome: 'done', report: '已入住福利院' },
    t('已入住福利院', 'has taken him into the welfare institute'),
  );
  await desk.decide(
    cast.clerk,
    'endEmergency',
    { outcome: 'ended', endedOn: days.today(), reason: '伤情稳定，已安置' },
    t('急难结束：已安置', 'the emergency is over: he has a place'),
  );
}

/** The provisional person becomes the real one, and all that was given is counted again. */
async function becomesKnown(demo: Demo, desk: CaseDesk): Promise<void> {
  const { api, days, tell } = demo;
  tell.chapter(t('四、查明身份', '4 Who he is'));
  await days.goTo(officeDay(addDays(days.today(), 5)));
  await desk.isCaught(
    cast.officer,
    'returnHome',
    returned(days.today()),
    'personStillUnknown',
    t('身份未明就要移交大悟县', 'would hand him over to Dawu before anybody knows who he is'),
  );
  await desk.decide(
    cast.police,
    'departmentTask',
    { outcome: 'done', report: '已查明身份，恢复户籍，出具证明' },
    t('已查明身份，恢复户籍', 'has found who he is, and restored his registration'),
  );
  await desk.decide(
    cast.officer,
    'registerIdentity',
    {
      outcome: 'identityRestored',
      person: { name: '演示己', idNumber: idNumber(days.today(), 47, places.home) },
      source: 'police',
      reference: '示例公函〔2026〕1号',
      proof: [await desk.attach(cast.officer, '303')],
    },
    t('登记身份：演示己，大悟县人', 'enters it: 演示己, of Dawu county'),
  );
  const { identity } = await api.get<Emergency>(cast.officer, `/v1/emergencies/${desk.url.split('/').at(-1)}`);
  if (!identity) throw new Error('The identity is on file and was not looked up');
  const [inAll, cap] = [yuan(identity.inAllFen), yuan(identity.capFen)];
  tell.entry({
    who: others.system,
    what: t(
      `并入真实身份并重新核算：${identitySourceNames[identity.source]}查明，本县其他救助 ${identity.found.length} 项，临时救助合计 ${inAll.zh}，上限 ${cap.zh}`,
      `counts again under his own name: ${identity.found.length} other aid in this county, ${inAll.en} in all, the cap is ${cap.en}`,
    ),
  });
}

async function papersDone({ days, tell }: Demo, desk: CaseDesk): Promise<void> {
  tell.chapter(t('五、补齐手续，8040 元确认', '5 The papers, and 8,040 yuan confirmed'));
  const papers = {
    outcome: 'completed',
    cause: '交通事故重伤，无力支付',
    signatures: [
      { by: '演示己', as: 'recipient' },
      { by: cast.duty1.officer, as: 'officer' },
    ],
    proof: [await desk.attach(cast.clerk, '207')],
  };
  const another = { name: '演示庚', idNumber: idNumber(days.today(), 40, places.home) };
  await desk.isCaught(
    cast.clerk,
    'completePapers',
    { ...papers, person: another },
    'otherPerson',
    t('手续写成另一人', 'names somebody else in the papers'),
  );
  await desk.decide(cast.clerk, 'completePapers', papers, t('补齐手续', 'completes them'));
  await desk.isCaught(
    cast.officer,
    'confirmAid',
    { outcome: 'confirmed' },
    'samePersonTwice',
    t('要确认自己给付的救助', 'would confirm what was given by himself'),
  );
  await desk.decide(
    cast.officer2,
    'confirmAid',
    { outcome: 'confirmed', reason: '情况属实，金额适当' },
    t('另一人复核：确认 8040 元', 'judges it as another person: 8,040 yuan confirmed'),
  );
  tell.quote(await desk.letter('aidConfirmation'));
}
