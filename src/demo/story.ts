import type { z } from 'zod';
import type { policyValueSchema } from '../contracts/http/law.ts';
import type { Demo } from './caseDesk.ts';
import { cast, places } from './cast.ts';
import { life } from './life.ts';
import { payday } from './payday.ts';
import { procedure } from './procedure.ts';
import { proof, record } from './proof.ts';
import type { Where } from './where.ts';
import { t, yuan } from './words.ts';

/** One family's case: from its application to the first month's money in its account, and through the life of its benefit. */
export async function tellStory(demo: Demo, where: Where): Promise<void> {
  const { api, days, tell } = demo;
  const standard = await api.get<z.output<typeof policyValueSchema>>(
    cast.clerk,
    `/v1/policy?division=${places.county}&key=dibao.standard.urban&on=${days.today()}`,
  );
  const { amountFen } = standard.value as { amountFen: number };
  tell.title(
    t(
      '兜底 · 演示：一户低保，从申请、发放到停旧建新',
      'Doudi, a demo: one family’s case, from application to the file of its survivors',
    ),
    t(
      `当阳市玉阳街道。母亲 47 岁，女儿 20 岁，智力残疾一级；人员、号码、账户均为虚构。`,
      'Yuyang in Dangyang. A mother of 47, her daughter of 20 with a severe disability; people, numbers and accounts are invented.',
    ),
    t(
      `当日城市低保标准：每人每月 ${yuan(amountFen).zh}，自 ${standard.effectiveFrom} 起。`,
      `Urban standard of the day: ${yuan(amountFen).en} a month for each person, since ${standard.effectiveFrom}.`,
    ),
    t(
      `全部经公开接口 ${where.api} 办理；日期由测试时钟推进，每次演示近一年。`,
      `All over the public API at ${where.api}; a test clock lets most of a year go by.`,
    ),
  );
  const desk = await procedure(demo);
  const paid = await payday(demo, desk);
  await proof(demo, desk, paid, where.bank);
  await life(demo, desk, where.messages);
  await record(demo, desk);
}
