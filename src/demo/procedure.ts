import type { z } from 'zod';
import type { applicationReceiptSchema } from '../contracts/http/applications.ts';
import { until } from './api.ts';
import { type Calculation, calculationLines } from './calculation.ts';
import { type CaseDesk, caseDesk, type Demo } from './caseDesk.ts';
import { cast, others, places } from './cast.ts';
import { caught } from './caught.ts';
import { type Application, newFamily } from './family.ts';
import { law, monthly, t, yuan } from './words.ts';

type Receipt = z.output<typeof applicationReceiptSchema>;

/** From the application to the certificate (MCA-57 arts. 4 to 22). */
export async function procedure(demo: Demo): Promise<CaseDesk> {
  const family = newFamily(demo.days.today());
  const desk = await apply(demo, family);
  await survey(demo, desk);
  await opinionAndPosting(demo, desk);
  await confirmation(demo, desk);
  return desk;
}

async function apply(demo: Demo, family: Application): Promise<CaseDesk> {
  const { api, tell } = demo;
  tell.chapter(t('一、申请与受理', '1 Application and acceptance'));
  const receipt = await api.send<Receipt>(cast.clerk, '/v1/applications', family);
  const desk = caseDesk(demo, receipt.caseId);
  await desk.opened('accept');
  const income = yuan(family.incomes.reduce((sum, { amountFen }) => sum + amountFen, 0));
  await desk.happened(
    cast.clerk.label,
    t(
      `代${family.members[0]?.name}一家 ${family.members.length} 人提交低保申请，受理编号 ${receipt.caseNumber}`,
      `hands in the application of ${family.members[0]?.name}, a household of ${family.members.length}: ${receipt.caseNumber}`,
    ),
    [
      [t('依据', 'Law'), law('MCA-57 arts. 4, 9')],
      [
        t('金额', 'Amount'),
        t(`申报收入每月 ${income.zh}（零工）`, `declared income ${income.en} a month (casual work)`),
      ],
    ],
  );
  await caught(
    demo,
    cast.strangeClerk,
    '/v1/applications',
    { ...family, township: places.strangeTownship },
    'personHasOpenCase',
    t('同一家人又到外省一个乡镇申请', 'the same family applies in a township of another province as well'),
  );
  await desk.decide(
    cast.clerk,
    'accept',
    { outcome: 'accepted' },
    t('材料齐全，受理申请', 'accepts: the papers are complete'),
  );
  return desk;
}

async function survey({ days, tell }: Demo, desk: CaseDesk): Promise<void> {
  tell.chapter(t('二、入户调查与信息核对', '2 Home visit and data check'));
  await days.next();
  const group = [cast.investigatorA.officer, cast.investigatorB.officer];
  await desk.decide(
    cast.reviewer,
    'startSurvey',
    { outcome: 'started', investigators: group },
    t('启动家庭经济状况调查，指派两名调查员', 'starts the survey and sends two investigators'),
  );
  await desk.decide(
    cast.officer,
    'startCheck',
    { outcome: 'started' },
    t('启动信息核对，请求签名后发往核对平台', 'starts the data check; a signed request goes to the check platform'),
  );
  await until(t('核对平台的报告', 'The report of the check platform'), async () =>
    (await desk.details()).expected.length === 0 ? true : undefined,
  );
  await desk.happened(
    others.platform,
    t('送回核对报告（已验签）：与申报没有差异', 'sends its signed report: no difference to what was declared'),
    [[t('依据', 'Law'), law('MCA-57 art. 17')]],
  );

  await days.next();
  const visit = {
    outcome: 'visited',
    familyMemberPresent: 1,
    visitedAt: `${days.today()}T15:00:00+08:00`,
    place: '玉阳街道示范社区（演示）',
    findings: [
      { item: '居住', text: '租住一室一厅，无其他住房' },
      { item: '劳动能力', text: '女儿智力残疾一级，需人照料；申请人打零工' },
    ],
  };
  await desk.isCaught(
    cast.investigatorA,
    'homeVisit',
    { ...visit, investigators: group.slice(0, 1) },
    'tooFewInvestigators',
    t('只有一人入户，提交调查记录', 'went alone, and hands in the record of the visit'),
  );
  await desk.decide(
    cast.investigatorA,
    'homeVisit',
    { ...visit, investigators: group },
    t('两人入户，家庭成员在场，提交调查记录', 'visits with investigator B, a member of the family present'),
  );
}

async function opinionAndPosting({ api, days, tell }: Demo, desk: CaseDesk): Promise<void> {
  tell.chapter(t('三、初审与公示', '3 First opinion and public posting'));
  await days.next();
  await desk.opened('review');
  const calculation = await api.get<Calculation>(cast.reviewer, `${desk.url}/explanation`);
  await desk.happened(
    others.system,
    t('按当日政策测算，供初审采用', 'calculates on the policy of the day, for the reviewer to take or change'),
    [[t('依据', 'Law'), law(calculation.explanation.article as string)]],
  );
  tell.quote(calculationLines(calculation));
  await desk.decide(
    cast.reviewer,
    'review',
    { outcome: 'proposeGrant', amountFen: calculation.amountFen },
    t('采用测算结果，初审意见：拟予确认', 'takes the calculation and proposes to grant'),
    [[t('金额', 'Amount'), monthly(calculation.amountFen)]],
  );
  tell.quote(await desk.letter('posting'));
  const posting = (await desk.clocks()).findLast(({ kind }) => kind === 'posting');
  await days.goTo(posting?.dueOn ?? days.today());
  await days.next();
  await desk.opened('confirm');
  await desk.happened(
    others.system,
    t('公示期满无异议，转县级审核确认', 'nobody objected while it was posted; the case goes to the county'),
    [[t('依据', 'Law'), law('MCA-57 art. 19')]],
  );
}

async function confirmation({ days, tell }: Demo, desk: CaseDesk): Promise<void> {
  tell.chapter(t('四、审核确认', '4 Confirmation'));
  await desk.isCaught(
    cast.reviewer,
    'confirm',
    { outcome: 'approved' },
    'wrongRole',
    t('初审人自己来确认', 'tries to confirm what they reviewed themselves'),
  );
  await days.next();
  await desk.decide(
    cast.officer,
    'confirm',
    { outcome: 'approved' },
    t('确认给予最低生活保障', 'confirms the benefit'),
  );
  tell.quote(await desk.letter('confirmation'));
  const { entitlements } = await desk.details();
  const { certificate, monthFrom } = entitlements[0] ?? {};
  const fen = entitlements.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0);
  await desk.happened(
    others.system,
    t(`低保证号 ${certificate}，自 ${monthFrom} 起发放`, `certificate ${certificate}, paid from ${monthFrom} on`),
    [
      [t('依据', 'Law'), law('MCA-57 art. 21')],
      [t('金额', 'Amount'), monthly(fen)],
    ],
  );
}
