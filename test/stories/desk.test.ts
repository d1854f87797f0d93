import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCase } from '../support/aCase.ts';
import { colleagueOf } from '../support/officials.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

describe('the same decision twice', () => {
  it('is one decision and one answer; the same key with another body is refused', async () => {
    const { clerk } = town.people;
    const file = await aCase(town).applied();
    const sending = { key: randomUUID(), task: await file.waitsFor('accept') };
    const accept = () => file.tries(clerk, 'accept', { outcome: 'accepted' }, sending);
    const first = await accept();
    expect(first).toMatchObject({ status: 200, case: { stage: 'survey' } });
    expect(await accept()).toEqual(first);
    expect(await file.tries(clerk, 'accept', { outcome: 'accepted', reason: '材料齐全' }, sending)).toMatchObject({
      status: 422,
      code: 'idempotencyKeyReused',
    });
    expect((await file.get('decisions')).items).toHaveLength(1);
  });

  it('sent five times at once it is still one', async () => {
    const { clerk } = town.people;
    const file = await aCase(town).applied();
    const sending = { key: randomUUID(), task: await file.waitsFor('accept') };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => file.tries(clerk, 'accept', { outcome: 'accepted' }, sending)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ receipt }) => JSON.stringify(receipt))).size).toBe(1);
    expect((await file.get('decisions')).items).toHaveLength(1);
  });
});

describe('two officers at once', () => {
  it('one wins, the other is told why and what to do, and the record holds one decision', async () => {
    const { officer } = town.people;
    const file = await aCase(town).awaitingConfirmation();
    const task = await file.waitsFor('confirm');
    const answers = await Promise.all([
      file.tries(officer, 'confirm', { outcome: 'approved' }, { task }),
      file.tries(colleagueOf(officer), 'confirm', { outcome: 'refused', reason: '家庭情况存疑' }, { task }),
    ]);
    const [winner, loser] = answers.sort((a, b) => a.status - b.status);
    expect(winner).toMatchObject({ status: 200 });
    expect(loser).toMatchObject({
      status: 409,
      code: 'taskNotOpen',
      title: 'The task is no longer open',
      remedy: 'Reload the worklist; the timeline of the case says what was decided.',
    });
    const { items } = await file.get('decisions');
    expect(items.filter(({ kind }: { kind: string }) => kind === 'confirm')).toHaveLength(1);
  });

  it('a family that withdraws while the county approves has one end', async () => {
    const { officer, clerk } = town.people;
    const file = await aCase(town).awaitingConfirmation();
    const [confirm, withdraw] = [await file.waitsFor('confirm'), await file.waitsFor('withdraw')];
    const answers = await Promise.all([
      file.tries(officer, 'confirm', { outcome: 'approved' }, { task: confirm }),
      file.tries(clerk, 'withdraw', { outcome: 'withdrawn', reason: '子女已就业' }, { task: withdraw }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { stage, endedAs, entitlements } = await file.now();
    expect([stage, endedAs, entitlements.length]).toEqual(
      answers[0]?.status === 200 ? ['benefit', null, 1] : ['ended', 'withdrawn', 0],
    );
  });
});
