import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destroyFiles } from '../../src/commands/destroyFiles.ts';
import { filesDue } from '../../src/commands/filesDue.ts';
import { orderKeeping } from '../../src/commands/keeping.ts';
import type { KeepingOrder } from '../../src/commands/keepingOrders.ts';
import { destroyedBy, lockContent } from '../../src/db/keeping/destruction.ts';
import { readListJournal } from '../../src/db/keeping/journal.ts';
import { inDivision, inTransaction } from '../../src/db/pool.ts';
import { addDocument } from '../../src/db/queries/caseFile.ts';
import { addDays } from '../../src/domain/calendar.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { Role } from '../../src/domain/case/roles.ts';
import type { ListId } from '../../src/domain/keeping/list.ts';
import { diskDocuments } from '../../src/gateways/documents.ts';
import { verifyAll } from '../../src/upkeep/verify.ts';
import { arranger, cipher } from '../payments/support/households.ts';
import { startCounty } from './county.ts';
import { yuyang } from './people.ts';
import { testKeys } from './worker.ts';

export const dangyang = '420582000000';
const roleOf: Record<string, Role> = { officer: 'county_officer', leader: 'county_leader' };

/** A county that keeps files and destroys them: its people's orders, and the system that carries them out. */
export async function openArchive() {
  const directory = await mkdtemp(join(tmpdir(), 'doudi-destruction-'));
  const documents = diskDocuments({ directory, keys: testKeys });
  const county = await startCounty();
  const intruder = await arranger(county.db);
  const inRecord = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(county.db.worker, work);

  const archive = {
    county,
    documents,
    directory,
    /** Connects with every right in the database. */
    intruder,
    inRecord,
    verify: async () => (await inRecord((tx) => verifyAll(tx))).breaches,
    due: () => inRecord((tx) => filesDue(tx, county.deps.policy)),
    destroyed: (caseId: CaseId) => inRecord((tx) => destroyedBy(tx, caseId)),
    destroy: (listId: ListId) =>
      destroyFiles({ pool: county.db.worker, policy: county.deps.policy, documents }, listId),
    journalOf: (listId: ListId) => inRecord((tx) => readListJournal(tx, listId)),

    orders(officer: string, order: KeepingOrder, key: string = randomUUID()) {
      const role = roleOf[officer] ?? 'finance_officer';
      const command = {
        commandId: randomUUID(),
        key,
        bodyHash: JSON.stringify(order),
        officer,
        role,
        division: dangyang,
      };
      return orderKeeping({ pool: county.db.api, policy: county.deps.policy }, command, order);
    },

    async ordered(officer: string, order: KeepingOrder): Promise<ListId> {
      const done = await archive.orders(officer, order);
      if (!done.ok) throw new Error(`${order.kind}: ${JSON.stringify(done.refusal)}`);
      return done.value as ListId;
    },

    /** An application that was withdrawn, with a paper of its own. */
    async anEndedFile(paper: string): Promise<CaseId> {
      const caseId = await county.apply();
      await county.decide(caseId, 'accept', { outcome: 'accepted' });
      await county.decide(caseId, 'withdraw', { outcome: 'withdrawn', reason: '测试' });
      await archive.brings(caseId, paper);
      return caseId;
    },

    /** Attaches a paper, and gives its hash. */
    async brings(caseId: CaseId, paper: string): Promise<string> {
      const stored = await documents.put(Buffer.from(`%PDF-1.7\n${paper}\n%%EOF`));
      if (!stored.ok) throw new Error(stored.refusal);
      const { sha256, size: sizeBytes, contentType } = stored.value;
      const document = {
        documentId: randomUUID(),
        caseId,
        division: yuyang,
        code: '101',
        sha256,
        sizeBytes,
        contentType,
      };
      await inDivision(county.db.api, dangyang, async (tx) => {
        await lockContent(tx, sha256);
        await addDocument(tx, cipher, { ...document, name: `${paper}.pdf`, addedBy: '420582-0001' });
      });
      return sha256;
    },

    /** Until the time of keeping of every file is over. No relay runs here: what it would have sent meanwhile is sent. */
    async yearsPass(): Promise<void> {
      await intruder.query('update outbox set done_at = clock_timestamp() where done_at is null');
      const { rows } = await county.db.worker.query(`select max(state->>'keepUntil') as day from case_file`);
      await county.clock.advance(new Date(`${addDays(rows[0].day, 1)}T01:00:00Z`));
    },

    /** A list of these files, approved and supervised: the system has still to carry it out. */
    async aReleasedList(files: readonly CaseId[]): Promise<ListId> {
      const listId = await archive.ordered('officer', { kind: 'propose', caseIds: files });
      await archive.ordered('leader', { kind: 'approve', listId, files: files.length });
      for (const officer of ['finance', 'another'])
        await archive.ordered(officer, { kind: 'supervise', listId, files: files.length });
      return listId;
    },

    async close(): Promise<void> {
      await intruder.end();
      await county.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return archive;
}
export type Archive = Awaited<ReturnType<typeof openArchive>>;
