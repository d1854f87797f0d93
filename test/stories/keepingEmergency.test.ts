import { afterAll, beforeAll, expect, it } from 'vitest';
import { access } from '../../src/api/access.ts';
import { addDays, addMonthsToDate } from '../../src/domain/calendar.ts';
import { roles } from '../../src/domain/case/roles.ts';
import { cipher } from '../payments/support/households.ts';
import { type Canaries, found, openedInTheDatabase, placesInTheDatabase } from '../support/canary.ts';
import type { CaseFile } from '../support/caseFile.ts';
import { closesPapers, fireAtNight } from '../support/emergencies.ts';
import { eventually } from '../support/eventually.ts';
import { colleagueOf } from '../support/officials.ts';
import { idNumber } from '../support/people.ts';
import { openTown, type Town } from '../support/town.ts';

/** Somebody who does not exist, marked so that it would be recognised anywhere. */
const canaries = {
  name: '示例金丝雀',
  idNumber: idNumber('1971-07-17', '420922'),
  account: '6200000099887766554',
  looks: '左手缺一指',
  told: '示例白灵雀',
} satisfies Canaries;

let town: Town;
let file: CaseFile;
let listId: string;
let handoverId: string;
const dawu = { officer: '420922-9001', roles: ['county_officer'], division: '420922000000' } as const;

beforeAll(async () => {
  town = await openTown();
  await town.opensFund();
});
afterAll(() => town?.close());

it('somebody is helped in an emergency, is known afterwards, and goes home', async () => {
  const { duty1, officer } = town.people;
  const { name, looks, told, account: number } = canaries;
  file = await town.reports(
    fireAtNight({ person: { name, description: looks }, reportedBy: { by: 'villageAssistant', name: told } }),
  );
  await file.decides(duty1, 'answerReport', { outcome: 'responded' });
  const account = { holder: name, bankName: '示范农商银行', number };
  const given = { reason: `${looks}，无处可去`, unrelated: true, documents: [] };
  await file.decides(duty1, 'firstAid', { outcome: 'transfer', amountFen: 100_000, account, ...given });
  await file.reaches('papers');
  await eventually('the transfer is settled', async () => {
    const now = await town.window.get(duty1, `/v1/emergencies/${file.caseId}`);
    return now.json().transfer?.stands === 'settled';
  });
  await file.decides(officer, 'registerIdentity', {
    outcome: 'identityRestored',
    person: { name, idNumber: canaries.idNumber },
    source: 'police',
    reference: '示例公函〔2026〕1号',
    proof: [await file.uploads(officer, '303')],
    documents: [],
  });
  await file.decides(officer, 'returnHome', {
    outcome: 'handedOver',
    to: dawu.division,
    on: await town.today(),
    receivedBy: told,
    reason: `${looks}，护送返乡`,
    documents: [],
  });
  await closesPapers(town, file);
  const handovers = await eventually('it is handed over', async () => {
    const { items } = (await town.window.get(dawu, '/v1/handovers')).json();
    return items.length > 0 && items;
  });
  handoverId = handovers[0].handoverId;
});

it('years later the file is destroyed, and nothing of the person is left', async () => {
  const { officer, leader, finance1 } = town.people;
  await eventually('it has ended', async () => {
    if ((await file.now()).endedAs) return true;
    await town.lives(addMonthsToDate(await town.today(), 1));
    return false;
  });
  const { keepUntil } = await file.now();
  await town.lives(addDays(keepUntil!, 1));
  const post = async (account: typeof officer, path: string, body: object = {}) => {
    const answer = await town.window.post(account, path, body);
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
  await eventually('nothing keeps it, what the relay had still to tell told', async () => {
    const { items } = (await town.window.get(officer, '/v1/keeping')).json();
    return items.some(
      ({ caseId, keptBy }: { caseId: string; keptBy: string[] }) => caseId === file.caseId && keptBy.length === 0,
    );
  });
  ({ listId } = await post(officer, '/v1/destruction-lists', { caseIds: [file.caseId] }));
  await post(leader, `/v1/destruction-lists/${listId}/approval`, { files: 1 });
  for (const supervisor of [finance1, colleagueOf(officer)])
    await post(supervisor, `/v1/destruction-lists/${listId}/supervision`, { files: 1 });
  await eventually('the list is carried out', async () => {
    return (await town.window.get(officer, `/v1/destruction-lists/${listId}`)).json().state === 'done';
  });
  expect((await file.now()).destroyed).toMatchObject({ listId });

  expect(found(canaries, await placesInTheDatabase(town))).toEqual([]);
  // The journal cannot lose the keyed hash of an identity that was established, and these repeat it (decision 0035).
  const hash = { person: cipher.keyedHash(canaries.idNumber) };
  const journal = ['case_event', 'case_file', 'command', 'decision'].map((table) => `person in table ${table}`);
  expect(found(hash, await placesInTheDatabase(town)).toSorted()).toEqual(journal);
  expect(found(canaries, await openedInTheDatabase(town)).toSorted()).toEqual([
    'account in instant_transfer',
    'name in instant_transfer',
  ]);
});

it('whatever is asked of it afterwards, by whomever, is answered', async () => {
  const { clerk, officer } = town.people;
  const { items: tasks } = (await town.window.get(officer, `/v1/tasks?caseId=${file.caseId}`)).json();
  expect(tasks).toEqual([]);
  const { rows } = await town.county.db.worker.query<Record<string, string>>(
    `select (select min(notice_id) from notice where case_id = $1) as "noticeId", (select min(clock_id) from clock where case_id = $1) as "clockId",
            (select min(document_id::text) from document where case_id = $1) as "documentId", (select min(task_id) from task where case_id = $1) as "taskId",
            (select min(command_id::text) from command where case_id = $1) as "commandId"`,
    [file.caseId],
  );
  const ids: Record<string, string> = { ...rows[0], caseId: file.caseId, handoverId, listId };
  const asked = Object.keys(access).flatMap((route) => {
    const [method, path = ''] = route.split(' ');
    const url = path.replace(/:(\w+)/g, (_, id: string) => ids[id] ?? ':');
    return method === 'GET' && path.includes(':') && !url.includes(':') ? [url] : [];
  });
  expect(asked.length).toBeGreaterThan(20);
  for (const url of asked)
    for (const account of [
      { ...officer, roles },
      { ...clerk, roles },
      { ...officer, roles: ['auditor'] as const },
      dawu,
    ]) {
      const answer = await town.window.get(account, url.endsWith('/export') ? `${url}?reason=audit` : url);
      expect.soft(answer.statusCode, `${url} ${account.division} ${answer.body.slice(0, 200)}`).toBeLessThan(500);
      expect(found(canaries, { [url]: answer.body })).toEqual([]);
    }
});
