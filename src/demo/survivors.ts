import type { CaseDetails, CaseLine } from '../contracts/http/cases.ts';
import { addDays } from '../domain/calendar.ts';
import { until } from './api.ts';
import { type CaseDesk, caseDesk, type Demo } from './caseDesk.ts';
import { cast, others } from './cast.ts';
import { officeDay } from './days.ts';
import { type Change, lookAgain } from './lookAgain.ts';
import { law, monthly, t } from './words.ts';

/** 停旧建新: the mother dies; the daughter's file opens without a gap, chained to the old one (MCA-57 arts. 30, 32). */
export async function survivors(demo: Demo, desk: CaseDesk): Promise<void> {
  const { days, tell } = demo;
  tell.chapter(t('九、户主去世，停旧建新', '9 The mother dies; the daughter’s file goes on'));
  const on = addDays(days.today(), 4);
  await days.goTo(officeDay(addDays(on, 3))); // well before the next review begins, with which it would be looked at
  const look = lookAgain(demo, desk);
  const died: Change[] = [
    { kind: 'memberDied', on, memberNo: 1 },
    { kind: 'headNamed', on, memberNo: 2, relations: [] },
  ];
  await look.reported(
    '母亲病故，由女儿作申请人',
    died,
    t(`登记：母亲 ${on} 去世，女儿为申请人`, `registers: the mother died on ${on}, the daughter is the applicant now`),
  );
  await look.found('查看死亡证明；女儿由村里照料', died, t('两人核实：属实', 'verifies with investigator B: it is so'));
  const amountFen = await look.calculated();
  await look.proposed(
    { outcome: 'succeed', amountFen, reason: '户主死亡，停旧建新' },
    t(`拟停旧户、建新户，一人${monthly(amountFen).zh}`, `proposes a file for the daughter, ${monthly(amountFen).en}`),
  );
  await look.heard('没有意见', t('当面听取女儿及其监护人意见', 'hears the daughter and her guardian in person'));
  await look.confirmed(t('确认停旧建新', 'confirms: one file ends and the other begins'));
  await opened(demo, desk);
  await look.delivered(t('书面决定送达', 'hands over the decision in writing'));
  tell.quote(await desk.letter('survivorsFile'));
}

async function opened(demo: Demo, desk: CaseDesk): Promise<void> {
  const old = await desk.details();
  const heir = await heirOf(demo, desk);
  const [first] = heir.entitlements;
  await caseDesk(demo, heir.caseId).happened(
    others.system,
    t(
      `旧户至 ${old.benefit?.monthFrom} 前一月止，新户 ${heir.caseNumber} 自 ${first?.monthFrom} 起，不间断`,
      `the old file is paid until ${old.benefit?.monthFrom}, ${heir.caseNumber} from ${first?.monthFrom}: no gap`,
    ),
    [
      [t('依据', 'Law'), law('MCA-57 arts. 30, 32')],
      [t('金额', 'Amount'), monthly(heir.benefit?.amountFen ?? 0)],
    ],
  );
}

/** The file that the letter names, once it is in benefit. */
async function heirOf({ api }: Demo, desk: CaseDesk): Promise<CaseDetails> {
  const letter = (await desk.letter('survivorsFile')).map(({ zh }) => zh).join();
  const number = /案号([\w-]+)/.exec(letter)?.[1];
  return until(t(`新户 ${number}`, `The daughter’s file ${number}`), async () => {
    const { items } = await api.get<{ items: CaseLine[] }>(cast.reviewer, `/v1/cases?caseNumber=${number}`);
    return items[0]?.stage === 'benefit'
      ? api.get<CaseDetails>(cast.reviewer, `/v1/cases/${items[0].caseId}`)
      : undefined;
  });
}
