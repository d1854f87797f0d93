import type { CaseFile } from './caseFile.ts';
import type { Town } from './town.ts';

/** A fire in a rented home in Yuyang; whoever lived there is known by sight alone. Nobody of this report exists. */
export const fireAtNight = (but: object = {}) => ({
  township: '420582001000',
  place: '示例路12号出租屋',
  happenedAt: '2026-09-20T21:00:00+08:00',
  kind: 'fire',
  what: '出租屋起火，一人无处过夜，衣物、现金全部烧毁',
  person: { description: '男，四十岁上下，外省口音' },
  reportedBy: { by: 'villageAssistant', name: '示例乙' },
  ...but,
});

/** The emergency is over, its papers are complete and judged right. */
export async function closesPapers(town: Town, file: CaseFile): Promise<void> {
  const { clerk, officer, duty1 } = town.people;
  await file.decides(clerk, 'endEmergency', { outcome: 'ended', endedOn: await town.today(), reason: '已安置' });
  await file.decides(clerk, 'completePapers', {
    outcome: 'completed',
    cause: '突发急难',
    signatures: [
      { by: '按印', as: 'recipient' },
      { by: duty1.officer, as: 'officer' },
    ],
    proof: [await file.uploads(clerk, '207')],
    documents: [],
  });
  await file.decides(officer, 'confirmAid', { outcome: 'confirmed' });
}
