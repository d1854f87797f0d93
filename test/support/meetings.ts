import type { DemoOfficial } from '../../src/stack/demoOfficials.ts';
import type { CaseFile } from './caseFile.ts';
import type { Town } from './town.ts';

/** The departments of the Dangyang case, and who answers for each. */
export const called = ['police', 'health', 'medicalInsurance', 'housing', 'shelter', 'township'] as const;

export function answersFor(town: Town, department: (typeof called)[number]): DemoOfficial {
  return department === 'township' ? town.people.reviewer : town.people[department];
}

/** The injured driver of Dangyang (policy-facts §12): from another province, without papers or kin, in a rented room. */
export const accident = (but: object = {}) => ({
  township: '420582001000',
  place: '群力村示例出租屋',
  happenedAt: '2026-09-20T16:00:00+08:00',
  kind: 'trafficAccident',
  what: '驾驶员受伤住院，无身份证件，本地无亲属',
  person: { description: '男，四十余岁，外地口音，左腿骨折' },
  reportedBy: { by: 'hospital', name: '示例医院' },
  ...but,
});

/** The county calls the departments together in a week; the medical record goes to those it concerns alone. */
export async function convenes(town: Town, file: CaseFile, why: 'complex' | 'aboveCap' = 'complex', on = '2026-09-30') {
  const { officer } = town.people;
  const record = await file.uploads(officer, '301');
  await file.decides(officer, 'conveneMeeting', {
    outcome: 'convened',
    why,
    departments: called.map((department) => ({
      department,
      papers: department === 'health' || department === 'medicalInsurance' ? [record] : [],
    })),
    agenda: ['伤者安置', '身份核实'],
    meetingOn: on,
    documents: [],
  });
  return record;
}

export const opinion = { outcome: 'agrees', opinion: '同意按生活无着人员救助', documents: [] };

/** What the meeting decides, with the minutes. */
export async function decision(town: Town, file: CaseFile, but: object = {}) {
  return {
    outcome: 'agreed',
    heldOn: await town.today(),
    present: [
      { department: 'civilAffairs', who: '民政局分管负责人' },
      { department: 'police', who: '公安局联络员' },
      { department: 'shelter', who: '救助管理站联络员' },
    ],
    minutes: await file.uploads(town.people.leader, '302'),
    decidedBy: { way: 'consensus' },
    reason: '伤者身份不明、无处可去，按生活无着人员安置',
    followUps: [],
    documents: [],
    ...but,
  };
}
