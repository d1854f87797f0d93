import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchedReview, Reviews } from '../../src/contracts/http/reviews.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { aCase } from '../support/aCase.ts';
import type { Account } from '../support/api.ts';
import type { Answer, CaseFile } from '../support/caseFile.ts';
import { eventually } from '../support/eventually.ts';
import { expectSound } from '../support/invariants.ts';
import { reviewIsReady } from '../support/lookAt.ts';
import { neighbourOf } from '../support/neighbour.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
let neighbour: Town;
/** The county was called for the first; the second is late, in the township next to it; the others have begun. */
let escalated: CaseFile;
let late: CaseFile;
let begun: CaseFile[];

/** Families posted, and granted their benefit, on the same days; their reviews fall due on one day, too. */
async function inBenefit(...towns: Town[]): Promise<CaseFile[]> {
  const files: CaseFile[] = [];
  for (const each of towns) files.push(await aCase(each).posted());
  await town.lives(addDays((await files.at(-1)!.clock('posting')).dueOn, 1));
  for (const file of files) {
    await file.reaches('confirmation');
    await file.decides(town.confirmer, 'confirm', { outcome: 'approved' });
  }
  return files;
}

/** Until the day after its review was due; from then on the township has its time to make up for it. */
async function passesItsReview(file: CaseFile): Promise<void> {
  const { dueOn } = await eventually('the review is planned', () => file.clock('review'));
  await town.lives(addDays(dueOn, 1));
  await eventually('it is overdue', () => file.clock('reviewOverdue'));
}

beforeAll(async () => {
  town = await openTown();
  neighbour = neighbourOf(town);
  [escalated] = (await inBenefit(town)) as [CaseFile];
  [late] = (await inBenefit(neighbour)) as [CaseFile];
  begun = await inBenefit(town, town, town, town);
  for (const file of [escalated, late]) await passesItsReview(file);
  const { dueOn } = await escalated.clock('reviewOverdue');
  const today = await town.today();
  await town.lives(addDays([dueOn, today].sort().at(-1)!, 1));
  for (const file of [escalated, late, ...begun]) await reviewIsReady(town, file);
});
afterAll(() => town?.close());

const reviews = async (account: Account, query = ''): Promise<Reviews> => {
  const answer = await town.window.get(account, `/v1/reviews${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const numbers = (files: readonly CaseFile[]) => files.map(({ caseNumber }) => caseNumber).sort();

async function unchanged(file: CaseFile, finding: string, of = town) {
  const { taskId, version: taskVersion } = await file.waitsFor('periodicReview');
  const { investigator1, investigator2 } = of.people;
  const investigators = [investigator1.officer, investigator2.officer];
  return { taskId, taskVersion, outcome: 'unchanged', investigators, visitedOn: await town.today(), finding };
}

async function batch(entries: readonly (object | undefined)[], key: string = randomUUID()): Promise<Answer> {
  const { investigator1 } = town.people;
  const answer = await town.window.post(investigator1, '/v1/reviews/batch', { entries }, { 'idempotency-key': key });
  for (const { caseId } of begun) await expectSound(town.county, caseId);
  return { status: answer.statusCode, ...answer.json() };
}

async function finds(file: CaseFile, finding: string, of = town, by: Account = of.people.investigator1) {
  const { taskId, ...content } = await unchanged(file, finding, of);
  const answer = await town.window.post(by, `/v1/tasks/${taskId}/decision`, content);
  return { status: answer.statusCode, code: answer.json().code };
}

describe('who answers for the reviews', () => {
  it('sees in the county, township by township, how many are begun, late and escalated', async () => {
    const own = { township: town.people.clerk.division, running: 0, begun: 4, late: 1, escalated: 1, withoutReview: 0 };
    const next = {
      ...own,
      township: neighbour.people.clerk.division,
      begun: 0,
      escalated: 0,
    };
    for (const account of [town.people.officer, town.people.leader, town.people.auditor])
      expect((await reviews(account)).townships).toMatchObject([own, next]);
    expect((await reviews(town.people.reviewer)).townships).toMatchObject([own]);
    expect((await reviews(neighbour.people.reviewer)).townships).toMatchObject([next]);
  });

  it('goes down to the late families: since when, how many days, which task, and who has taken it up', async () => {
    const { investigator1, officer } = town.people;
    const task = await escalated.waitsFor('periodicReview');
    expect((await town.window.post(investigator1, `/v1/tasks/${task.taskId}/claim`)).statusCode).toBe(200);
    const today = await town.today();
    const daysSince = ({ dueOn }: { dueOn: string }) => (Date.parse(today) - Date.parse(dueOn)) / 86_400_000;
    const review = await escalated.clock('review');
    const { items, next } = await reviews(officer, '?status=late');
    expect(next).toBeNull();
    expect(items).toEqual([
      {
        caseId: escalated.caseId,
        caseNumber: escalated.caseNumber,
        village: null,
        township: town.people.clerk.division,
        status: 'late',
        dueOn: review.dueOn,
        daysLate: daysSince(review),
        escalated: true,
        taskId: task.taskId,
        role: 'investigator',
        claimedBy: investigator1.officer,
      },
      expect.objectContaining({
        caseNumber: late.caseNumber,
        daysLate: daysSince(await late.clock('review')),
        escalated: false,
        claimedBy: null,
      }),
    ]);
    expect(daysSince(review)).toBeGreaterThan(5);
  });

  it('turns the pages without missing a family or seeing one twice', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 5; pages++) {
      const page: Reviews = await reviews(
        town.people.reviewer,
        `?status=begun&limit=3${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ caseNumber }) => caseNumber));
      cursor = page.next;
    }
    expect(seen.toSorted()).toEqual(numbers(begun));
  });
});

describe('a village’s unchanged families in one go', () => {
  const key = randomUUID();
  let entries: Awaited<ReturnType<typeof unchanged>>[];
  let first: Answer;

  it('each keeps a finding of its own: a copied one, one out of date and an unknown task are refused alone', async () => {
    const [one, two, copier, outdated] = begun as [CaseFile, CaseFile, CaseFile, CaseFile];
    entries = [
      await unchanged(one, '户主在家务农，女儿仍需照料，房屋无变化'),
      await unchanged(two, '母亲打零工，月收入与去年相仿，女儿在家'),
      await unchanged(copier, ' 户主在家务农,女儿仍需照料;房屋 无变化。 '),
      { ...(await unchanged(outdated, '家中无新增财产，耕地仍由邻居代种')), taskVersion: 99 },
      {
        ...(await unchanged(copier, '此件编号有误，系统中并不存在')),
        taskId: `${one.caseId}.reviews.77.periodicReview`,
      },
    ];
    first = await batch(entries, key);
    expect(first.status).toBe(200);
    expect(first.items.map(({ taskId }: BatchedReview) => taskId)).toEqual(entries.map(({ taskId }) => taskId));
    expect(first.items.map(({ status, refusal }: BatchedReview) => refusal?.code ?? status)).toEqual([
      'done',
      'done',
      'findingCopied',
      'screenOutOfDate',
      'notFound',
    ]);
    expect(first.items[2].refusal).toMatchObject({
      title: 'This finding was written for another family of the township',
      remedy: expect.stringContaining('in words of its own'),
    });
    await eventually('the next reviews run', async () => {
      const { items } = await reviews(town.people.reviewer, '?status=running');
      return items.length === 2 && items.every(({ taskId, daysLate }) => taskId === null && daysLate === 0);
    });
    expect(numbers([one, two])).toEqual(
      (await reviews(town.people.reviewer, '?status=running')).items.map(({ caseNumber }) => caseNumber).sort(),
    );
  });

  it('sent again under the same key it answers the same; with other content its key is refused', async () => {
    expect(await batch(entries, key)).toEqual(first);
    expect(await batch(entries.slice(1), key)).toMatchObject({ status: 422, code: 'idempotencyKeyReused' });
  });

  it('is for what is unchanged alone, for fifty at most, and for investigators', async () => {
    const [entry] = entries;
    expect(await batch([{ ...entry, outcome: 'changed' }])).toMatchObject({ status: 422, code: 'validation' });
    expect(await batch(Array.from({ length: 51 }, () => ({ ...entry })))).toMatchObject({
      status: 422,
      code: 'validation',
    });
    expect(await batch([])).toMatchObject({ status: 422, code: 'validation' });
    const asClerk = await town.window.post(town.people.clerk, '/v1/reviews/batch', { entries });
    expect(asClerk.json()).toMatchObject({ status: 403, code: 'forbidden' });
    const asNeighbour = await town.window.post(neighbour.people.investigator1, '/v1/reviews/batch', { entries });
    expect(asNeighbour.json().items.map(({ refusal }: BatchedReview) => refusal?.code)).toEqual(
      entries.map(() => 'notFound'),
    );
  });
});

describe('a finding decided alone', () => {
  it('may read like one of another township', async () => {
    expect((await finds(late, '户主在家务农，女儿仍需照料，房屋无变化', neighbour)).status).toBe(200);
  });

  it('leaves its words to others when it comes too late; of two with the same words at once one is refused', async () => {
    const [, , third, fourth] = begun as [CaseFile, CaseFile, CaseFile, CaseFile];
    const { investigator1, investigator2 } = town.people;
    const words = ['入户时母亲在做饭，家中陈设如前', '邻居证实母亲常年照料女儿，未外出务工'] as const;
    const both = await Promise.all([
      finds(third, words[0], town, investigator1),
      finds(third, words[1], town, investigator2),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const left = words[both.findIndex(({ status }) => status === 409)]!;
    const files = [escalated, fourth];
    const same = await Promise.all(files.map((file) => finds(file, left)));
    expect(same.map(({ status, code }) => code ?? status).sort()).toEqual([200, 'findingCopied']);
    const refused = files[same.findIndex(({ status }) => status === 409)]!;
    expect(await finds(refused, `${left}！`)).toMatchObject({ status: 409, code: 'findingCopied' });
    expect((await finds(refused, '本户粮食自给，药费由医保报销，收入如前')).status).toBe(200);
    for (const file of files) await expectSound(town.county, file.caseId);
  });
});

describe('while the cases do not answer', () => {
  it('a batch is taken in and left open, and answers under its key once they do', async () => {
    const [one, two] = begun as [CaseFile, CaseFile];
    const { dueOn } = await one.clock('review');
    await town.lives(addDays(dueOn, -7));
    const entries: object[] = [];
    for (const [file, finding] of [
      [one, '女儿入读康复班，母亲农闲时仍打零工'],
      [two, '房屋翻修由村里出资，家中收入如前'],
    ] as const) {
      await reviewIsReady(town, file);
      entries.push(await unchanged(file, finding));
    }
    const key = randomUUID();
    await town.county.stopWorker();
    const open: Answer = await batch(entries, key);
    await town.county.startWorker();
    expect(open.items.map(({ status, refusal }: BatchedReview) => refusal?.code ?? status)).toEqual([
      'pending',
      'pending',
    ]);
    const { items } = await eventually('both are settled', async () => {
      const answer = await batch(entries, key);
      return answer.items.every(({ status }: BatchedReview) => status !== 'pending') && answer;
    });
    expect(items.map(({ status, receipt }: BatchedReview) => [status, receipt?.commandId])).toEqual(
      open.items.map(({ commandId }: BatchedReview) => ['done', commandId]),
    );
  });
});
