import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { CaseMessage } from '../../src/contracts/http/messages.ts';
import type { HandedIn } from '../../src/domain/application.ts';
import { aCase } from '../support/aCase.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { runScript } from '../support/childProcess.ts';
import { visit } from '../support/decisions.ts';
import { eventually } from '../support/eventually.ts';
import { seedHousehold } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
const logged: string[] = [];
const startRelay = () => town.startRelay({ logTo: { write: (line) => void logged.push(line) } });
beforeAll(async () => {
  town = await openTown();
  await town.stopRelay();
  startRelay();
});
beforeEach(() => town.messages.behave('normal'));
afterAll(() => town?.close());

const phone = '13900000017';
function reachable(): HandedIn {
  const household = seedHousehold();
  return { ...household, members: household.members.map((each, i) => (i === 0 ? { ...each, phone } : each)) };
}

/** Papers are missing: the letter goes out, and with it the message. */
async function askedForPapers(household = reachable()): Promise<CaseFile> {
  const file = await aCase(town, household).applied();
  await file.decides(town.people.clerk, 'accept', { outcome: 'supplementNeeded', missing: ['户口簿'] });
  return file;
}

const idOf = ({ caseId }: CaseFile) => `${caseId}.intake.1.bringPapersMessage`;
const messageOf = async (file: CaseFile): Promise<CaseMessage> => {
  const { items } = await file.get('messages');
  expect(items).toHaveLength(1);
  return items[0];
};
const becomes = (file: CaseFile, status: CaseMessage['status']) =>
  eventually(`the message is ${status}`, async () => {
    const message = await messageOf(file);
    return message.status === status && message;
  });
const sentTexts = (file: CaseFile) => town.messages.book().filter(({ messageId }) => messageId === idOf(file));
const answersTo = (file: CaseFile, n: number) =>
  eventually(`${n} receipts have ended`, () => {
    const ended = town.messages.deliveries().filter(({ messageId }) => messageId === idOf(file));
    return ended.length >= n && ended.map(({ outcome }) => outcome);
  });
const receiptsInJournal = async (file: CaseFile) =>
  (await file.get('journal')).items.filter(({ data }: { data: { name?: string } }) => data.name === 'messageReceipt');
const inTheJournal = (file: CaseFile) =>
  eventually('the receipt is in the journal', async () => {
    const found = await receiptsInJournal(file);
    return found.length > 0 && found;
  });
const outboxOf = async (file: CaseFile) => {
  const found = await town.county.db.worker.query('select * from outbox where outbox_id = $1', [idOf(file)]);
  return found.rows[0];
};
/** Half a minute goes by, after which what a relay left behind is taken up by the next. */
const comesUpAgain = (file: CaseFile) =>
  town.county.db.worker.query('update outbox set next_try_at = clock_timestamp() where outbox_id = $1', [idOf(file)]);

describe('a household that is written to', () => {
  it('reads its surname, what to bring and where; the record has the text by hash, and when it arrived', async () => {
    const file = await askedForPapers();
    const message = await becomes(file, 'delivered');
    expect(message).toMatchObject({ kind: 'bringPapers', title: '补交材料通知', reason: null, urgent: false });
    expect(message.text).toBe(
      `【玉阳街道】测某：请按告知书所列清单，在期限内携带材料到玉阳街道办事处民政窗口补交。编号${file.caseNumber}。`,
    );
    expect(sentTexts(file)).toEqual([{ messageId: idOf(file), to: phone, text: message.text }]);
    await eventually('noted as sent', async () => (await messageOf(file)).sentAt !== null);

    const [{ data }] = await inTheJournal(file);
    expect(data.particulars).toEqual({
      message: 'bringPapers',
      of: 'intake.1.bringPapersMessage',
      status: 'delivered',
    });
    expect(await file.story()).toEqual(
      expect.arrayContaining(['短信通知：补交材料通知', '短信回执：补交材料通知，已送达']),
    );
    const asked = (await file.get('journal')).items.find(({ type }: { type: string }) => type === 'messageRequested');
    expect(asked.data).toMatchObject({ contentHash: message.contentHash, sendFrom: message.sendFrom });
    expect((await file.get('messages', town.people.auditor)).items[0]).toMatchObject({
      status: 'delivered',
      text: null,
    });
  });

  it('left no phone: the record says so, and nothing is sent', async () => {
    const file = await askedForPapers(seedHousehold());
    expect(await messageOf(file)).toMatchObject({ status: 'undeliverable', reason: 'noPhone', sentAt: null });
    expect(await file.story()).toContain('未发短信：补交材料通知（未登记联系电话）');
    expect(await outboxOf(file)).toBeUndefined();
  });

  it.each([
    ['unknownNumber', 'undeliverable', 'unknownNumber', '号码无法送达'],
    ['switchedOff', 'failed', 'switchedOff', '未送达'],
    ['refused', 'undeliverable', 'refusedByGateway', '号码无法送达'],
  ] as const)('is not reached (%s): the case goes on, and the record says why', async (mode, status, reason, said) => {
    town.messages.behave(mode);
    const file = await askedForPapers();
    expect(await becomes(file, status)).toMatchObject({ reason });
    const [{ data }] = await inTheJournal(file);
    expect(data.particulars).toMatchObject({ status, reason });
    expect(await file.story()).toContain(`短信回执：补交材料通知，${said}`);
    expect(sentTexts(file)).toEqual([]);
    await eventually('done with', async () => (await outboxOf(file)).done_at !== null);
  });
});

describe('a receipt', () => {
  it.each([
    ['twice', [202, 200]],
    ['replay', [202, 409]],
  ] as const)('%s is in the record once', async (mode, outcomes) => {
    town.messages.behave(mode);
    const file = await askedForPapers();
    expect(await answersTo(file, 2)).toEqual(outcomes);
    await becomes(file, 'delivered');
    await inTheJournal(file);
    const stored = await town.county.db.worker.query('select from fact where case_id = $1', [file.caseId]);
    expect(stored.rowCount).toBe(1);
    expect(await receiptsInJournal(file)).toHaveLength(1);
  });

  it('that is not the gateway’s is not believed', async () => {
    town.messages.behave('wrongSignature');
    const file = await askedForPapers();
    expect(await answersTo(file, 1)).toEqual([401]);
    expect(await becomes(file, 'sent')).toMatchObject({ settledAt: null });
  });

  it('comes weeks later, while somebody judges: it is on file, and no screen is out of date for it', async () => {
    const { clerk, reviewer, investigator1, investigator2, officer } = town.people;
    const group = [investigator1.officer, investigator2.officer];
    town.messages.behave('late');
    const file = await askedForPapers();
    await becomes(file, 'sent');
    await file.decides(clerk, 'supplement', { outcome: 'supplemented' });
    await file.decides(clerk, 'accept', { outcome: 'accepted' });
    await file.decides(reviewer, 'startSurvey', { outcome: 'started', investigators: group });
    await file.decides(investigator1, 'homeVisit', visit(group, await town.today()));
    await file.decides(officer, 'startCheck', { outcome: 'started' });
    const screen = await file.waitsFor('review');

    town.messages.release();
    await becomes(file, 'delivered');
    await inTheJournal(file);
    expect(await file.waitsFor('review')).toMatchObject({ version: screen.version });
    const grant = { outcome: 'proposeGrant', amountFen: 87_200 };
    expect(await file.tries(reviewer, 'review', grant, { task: screen })).toMatchObject({ status: 200 });
  });

  it('comes when the case has ended: the message still says what became of it', async () => {
    const { clerk } = town.people;
    town.messages.behave('late');
    const file = await askedForPapers();
    await becomes(file, 'sent');
    await file.decides(clerk, 'withdraw', { outcome: 'withdrawn', reason: '不再需要', documents: [] });
    await eventually('ended', async () => (await town.county.cases.start(file.caseId)) === 'ended');
    town.messages.release();
    await becomes(file, 'delivered');
    expect(await receiptsInJournal(file)).toEqual([]);
  });
});

describe('exactly one message', () => {
  it('although the relay is killed between the sending and the note of it, and the gateway would send again', async () => {
    await town.stopRelay();
    const file = await askedForPapers();
    const dying = runScript('test/support/relayProcess.ts', {
      ADDRESS: inject('temporalAddress'),
      TASK_QUEUE: town.county.taskQueue,
      DATABASE: town.county.db.urls.worker,
      CHECK_PLATFORM: town.platform.url,
      MESSAGES: town.messages.url,
    });
    expect(await dying.ended(), dying.output()).toBeNull();
    expect(sentTexts(file)).toHaveLength(1);
    expect(await outboxOf(file)).toMatchObject({ done_at: null, attempts: 1 });
    expect(await messageOf(file)).toMatchObject({ sentAt: null });

    town.messages.behave('forgetful');
    await comesUpAgain(file);
    startRelay();
    await eventually('noted as sent', async () => (await messageOf(file)).sentAt !== null);
    await becomes(file, 'delivered');
    expect(town.messages.lookUps(idOf(file))).toBe(1);
    expect(sentTexts(file)).toHaveLength(1);
  });

  it.each(['answerLost', 'http500'] as const)('although the gateway answers with an error (%s)', async (mode) => {
    town.messages.behave(mode);
    const file = await askedForPapers();
    await eventually('refused for now', async () => (await outboxOf(file)).last_error === 'unavailable');
    town.messages.behave('forgetful');
    await becomes(file, 'delivered');
    await eventually('done with', async () => (await outboxOf(file)).done_at !== null);
    expect(sentTexts(file)).toHaveLength(1);
  });
});

it('nothing personal is in the logs or in the clear in any table', async () => {
  const { rows } = await town.county.db.worker.query<{ row: string }>(
    `select to_jsonb(o)::text as row from outbox o
     union all select (to_jsonb(f) - 'sealed')::text from fact f
     union all select (to_jsonb(m) - 'sealed')::text from message m
     union all select to_jsonb(e)::text from case_event e
     union all select (to_jsonb(c) - 'sealed')::text from command c`,
  );
  const clear = [...rows.map(({ row }) => row), ...logged].join('\n');
  expect(logged.join('\n')).toContain('"cause":"status"');
  expect(clear).toContain('bringPapers');
  for (const canary of [phone, '测试', '测某', '民政窗口']) expect(clear, canary).not.toContain(canary);
});

describe('quiet hours', () => {
  it('a message asked for on the eve of a holiday goes on the first working morning', async () => {
    await town.lives('2026-09-24T20:30:00+08:00');
    const file = await askedForPapers();
    const morning = '2026-09-28T00:00:00.000Z';
    expect(await messageOf(file)).toMatchObject({ status: 'requested', sendFrom: morning });
    await town.lives('2026-09-26T12:00:00+08:00'); // 中秋节
    await town.lives('2026-09-27T12:00:00+08:00'); // a Sunday
    // The relay makes the calls that are due, and leaves this one.
    const other = await aCase(town).checked();
    await other.reaches('survey');
    await eventually('the check was asked for', () =>
      town.platform.requests().some(({ request }) => request.requestId.startsWith(other.caseId)),
    );
    expect(await outboxOf(file)).toMatchObject({ attempts: 0 });
    expect(sentTexts(file)).toEqual([]);

    await town.lives('2026-09-28T08:00:00+08:00');
    const { sentAt } = await becomes(file, 'delivered').then(() =>
      eventually('noted as sent', async () => {
        const message = await messageOf(file);
        return message.sentAt !== null && message;
      }),
    );
    expect(sentAt! >= morning && sentAt! < '2026-09-28T01:00').toBe(true);
  });

  it('a gateway that was away by day is not made up for at night', async () => {
    town.messages.behave('http500');
    const file = await askedForPapers();
    await eventually('refused for now', async () => (await outboxOf(file)).last_error === 'unavailable');
    await town.lives('2026-09-28T21:00:00+08:00');
    town.messages.behave('normal');
    await comesUpAgain(file);
    await eventually('put off until the morning', async () => {
      const { not_before } = await outboxOf(file);
      return not_before.toISOString() === '2026-09-29T00:00:00.000Z';
    });
    expect(sentTexts(file)).toEqual([]);
    await town.lives('2026-09-29');
    await becomes(file, 'delivered');
    expect(sentTexts(file)).toHaveLength(1);
  });
});
