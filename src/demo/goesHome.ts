import type { Handover, HandoverLine } from '../contracts/http/handovers.ts';
import { addDays } from '../domain/calendar.ts';
import type { CaseDesk, Demo } from './caseDesk.ts';
import { cast, others, places } from './cast.ts';
import { officeDay } from './days.ts';
import type { Detail } from './timeline.ts';
import { nameInEnglish, t, yuan } from './words.ts';

/** The file waits for the last thing the meeting left to do; the county at home reads what was done, and no more. */
export async function goesHome(demo: Demo, desk: CaseDesk): Promise<void> {
  const { api, days, tell } = demo;
  tell.chapter(t('六、护送返乡、移交', '6 Home'));
  await days.goTo(officeDay(addDays(days.today(), 40)));
  await desk.decide(
    cast.officer,
    'returnHome',
    returned(days.today()),
    t('护送返乡，向大悟县移交', 'has him seen home, and hands over to Dawu'),
  );
  const { caseNumber } = await desk.details();
  const { items } = await api.get<{ items: HandoverLine[] }>(cast.home, '/v1/handovers');
  const line = items.find((each) => each.caseNumber === caseNumber);
  const handed = await api.get<Handover>(cast.home, `/v1/handovers/${line?.handoverId}`);
  tell.entry({
    who: cast.home.label,
    what: t('看到移交记录，看不到原案卷', 'reads the hand-over, and not the file'),
    details: toldOf(handed),
  });
  await desk.decide(
    cast.reviewer,
    'departmentTask',
    { outcome: 'done', report: '已护送返乡并交接' },
    t('议定事项办结：已护送返乡', 'has done the last thing the meeting left: he is home'),
  );
  const { endedAs } = await desk.details();
  if (endedAs !== 'aided') throw new Error('All is done, and the file has not ended');
  tell.entry({ who: others.system, what: t('案件办结', 'the case has ended') });
}

/** What Dawu is asked to take over, and who does there. */
export function returned(on: string) {
  return {
    outcome: 'handedOver',
    to: places.home,
    on,
    receivedBy: '大悟县示例救助管理站 演示辛',
    reason: '伤情稳定，由玉阳街道护送返乡，需继续康复治疗',
  };
}

function toldOf(handed: Handover): Detail[] {
  if (handed.programme !== 'emergency') throw new Error('Another hand-over than that of an emergency');
  const { person, givenFen, meetings, followUps, contentHash } = handed;
  const stands = { open: t('未办结', 'open'), done: t('已办理', 'done'), cannot: t('无法办理', 'cannot') } as const;
  return [
    [t('受助人', 'Person'), t(`${person.name}，${person.idNumber}`, `${person.name}, ${person.idNumber}`)],
    [t('已救助', 'Given'), yuan(givenFen)],
    [t('会议', 'Meeting'), t(meetings.map(({ reason }) => reason).join('；'))],
    ...followUps.map(
      ({ department, task, stands: how }): Detail => [
        t('事项', 'Task'),
        t(`${task}：${stands[how].zh}`, `${nameInEnglish(department)}, ${task}: ${stands[how].en}`),
      ],
    ),
    [t('哈希', 'Hash'), t(contentHash)],
  ];
}
