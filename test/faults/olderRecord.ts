import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readBusinessClock } from '../../src/db/businessClock.ts';
import { readDailyRoot, takeDailyRoot } from '../../src/db/dailyRoots.ts';
import { inTransaction, type Tx } from '../../src/db/pool.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { parsePublicId } from '../../src/domain/case/ids.ts';
import type { DailyRoot } from '../../src/domain/dailyRoot.ts';
import { messageIdOf, type RunId } from '../../src/domain/payments/run.ts';
import { bankDirectory } from '../../src/gateways/bank/directory.ts';
import { examine } from '../../src/upkeep/doctor.ts';
import { compareWithTemporal } from '../../src/upkeep/openWorkflows.ts';
import { recover } from '../../src/upkeep/recover.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { patiently } from '../simulation/patiently.ts';
import { eventually } from '../support/eventually.ts';
import { timeGoesOn } from './provoked/people.ts';
import { asSuperuser } from './stack/asSuperuser.ts';
import type { Sent } from './stack/counters.ts';
import type { Stack } from './stack/stack.ts';

/** What is known outside the database when it goes back: the newest root, what the offices were answered by then, the time. */
export interface Kept {
  readonly root: DailyRoot;
  readonly answered: ReadonlySet<string>;
  readonly offsetMs: number;
}

const read = <T>({ db }: Stack, work: (tx: Tx) => Promise<T>) => patiently(() => inTransaction(db.worker, work));

/** The next day begins; its root is taken and kept with the city, as docs/operations.md has it each morning. */
export async function keepRoot(stack: Stack): Promise<Kept> {
  await timeGoesOn(stack, (today) => addDays(today, 1));
  return read(stack, async (tx) => {
    const answered = new Set([...stack.counters.sent.values()].flatMap(acceptedAs));
    await takeDailyRoot(tx);
    return { root: (await readDailyRoot(tx))!, answered, offsetMs: (await readBusinessClock(tx)).offsetMs };
  });
}

/** What a decision or an application was accepted as. */
function acceptedAs({ answers }: Sent): string[] {
  const accepted = answers.find(({ commandId, caseId }) => commandId ?? caseId);
  return accepted ? [accepted.commandId ?? accepted.caseId ?? ''] : [];
}

/**
 * The record is older than the world. What docs/operations.md says under "After a restore" is done, and each thing that was
 * lost must be named by what it says is to be asked: the chains by the root that was kept, cases begun since by Temporal,
 * what was given to the bank by the bank's directory. What was lost is then no longer held to have been accepted.
 */
export async function followRestore(stack: Stack, kept: Kept): Promise<void> {
  const { counters, client, cases, runs, db } = stack;
  await asSuperuser(stack, `update business_clock set offset_ms = greatest(offset_ms, ${kept.offsetMs})`); // real time goes on by itself
  const { findings, breaches, unknown, lost } = await read(stack, async (tx) => {
    return {
      findings: await examine(tx, client, await bankDirectory(stack.bankDir)),
      breaches: (await verifyAll(tx, [kept.root])).breaches,
      unknown: (await compareWithTemporal(tx, client)).onlyInTemporal,
      lost: await lostOf(tx, [...counters.sent.values()]),
    };
  });
  const named = new Set([...breaches.map(({ chain }) => chain), ...unknown]);
  for (const sent of lost) {
    const [id = ''] = acceptedAs(sent);
    const caseId = sent.url.endsWith('/decision') ? parsePublicId(sent.url.split('/')[3] ?? '')?.caseId : id;
    if (kept.answered.has(id) && !named.has(`case:${caseId}`))
      throw new Error(`${sent.url} was accepted and is lost, and nothing names it`);
    sent.answers.length = 0;
  }
  const given = findings.find(({ what }) => what.startsWith('files the bank was given'))?.examples ?? [];

  for (const id of unknown) await client.workflow.getHandle(id).terminate('not in the record that was restored');
  await asSuperuser(stack, `select setval('case_number', (select last_value + 100 from case_number))`);
  await recover(db.worker, { cases, runs });
  for (const { account, url, payload } of lost.filter(({ url }) => url === '/v1/applications'))
    await counters.post(account, url, payload);
  for (const { request } of stack.platform.requests()) stack.platform.resend(request.requestId);
  await putBackReports(stack, given);
}

/** What was accepted and is not in the record. */
async function lostOf(tx: Tx, all: readonly Sent[]): Promise<Sent[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select command_id as id from command where receipt is not null union all select case_id from application`,
  );
  const there = new Set(rows.map(({ id }) => id));
  return all.filter((sent) => acceptedAs(sent).some((id) => !there.has(id)));
}

/** What the bank reported of the runs that were given since, and of those not closed, is taken in once more. */
async function putBackReports({ bankDir, db }: Stack, given: readonly string[]): Promise<void> {
  const archive = join(bankDir, 'archive');
  const { rows } = await db.worker.query<{ id: RunId }>(
    `select disbursement_id as id from disbursement where state <> 'closed'`,
  );
  for (const messageId of new Set([
    ...given.map((file) => file.replace('.xml', '')),
    ...rows.map(({ id }) => messageIdOf(id)),
  ])) {
    const reports = (await readdir(archive)).filter((name) => name.includes(messageId));
    if (reports.length === 0) continue; // the bank has not reported yet
    await eventually(`the run of ${messageId} is with the bank again`, () => isGiven(db, messageId), 200_000);
    for (const report of reports) await rename(join(archive, report), join(bankDir, 'incoming', report));
  }
}

function isGiven({ worker }: Stack['db'], messageId: string): Promise<boolean> {
  return patiently(async () => {
    const { rowCount } = await worker.query(
      `select from bank_file join disbursement using (disbursement_id) where name = $1 and state in ('handedOver', 'closed')`,
      [`${messageId}.xml`],
    );
    return rowCount !== 0;
  });
}
