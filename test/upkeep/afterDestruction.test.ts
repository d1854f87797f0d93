import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCallbackKeyId, checkCallbackPath, checkSources } from '../../src/contracts/checkPlatform.ts';
import { signatureOf } from '../../src/contracts/signature.ts';
import { storeHandover } from '../../src/db/case/handovers.ts';
import { storeCommand, storeRefusal } from '../../src/db/inbox/commands.ts';
import { storeFact } from '../../src/db/inbox/facts.ts';
import { inDivision, type Tx } from '../../src/db/pool.ts';
import { addDocument } from '../../src/db/queries/caseFile.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';
import type { ListId } from '../../src/domain/keeping/list.ts';
import { caseAt } from '../kernel/support/places.ts';
import { cipher } from '../payments/support/households.ts';
import { accounts, callbackSecret, openWindow, type Window } from '../support/api.ts';
import { type Archive, dangyang, openArchive } from '../support/archive.ts';
import { eventually } from '../support/eventually.ts';
import { yuyang } from '../support/people.ts';

let archive: Archive;
let window: Window;
beforeAll(async () => {
  archive = await openArchive();
  window = await openWindow(archive.county);
});
afterAll(async () => {
  await window?.close();
  await archive?.close();
});

/** A decision, a paper and a fact, each with words of its own. */
const brings: Readonly<Record<string, (tx: Tx, caseId: CaseId) => Promise<unknown>>> = {
  async decision(tx, caseId) {
    const commandId = randomUUID();
    await storeCommand(tx, {
      commandId,
      actor: '420582-0001',
      key: commandId,
      bodyHash: 'h',
      kind: 'decide',
      caseId,
      taskId: `${caseId}.intake.1.accept`,
      division: yuyang,
      payload: {},
      sealed: cipher.seal('{}', `command:${commandId}`),
      contentHash: 'h',
    });
    await storeRefusal(tx, commandId, 'taskNotOpen');
  },
  paper: (tx, caseId) =>
    addDocument(tx, cipher, {
      documentId: randomUUID(),
      caseId,
      division: yuyang,
      code: '101',
      sha256: '0'.repeat(64),
      sizeBytes: 1,
      contentType: 'application/pdf',
      name: '迟到.pdf',
      addedBy: '420582-0001',
    }),
  fact: (tx, caseId) => {
    const factId = randomUUID();
    return storeFact(tx, {
      factId,
      caseId,
      division: yuyang,
      name: 'checkReport',
      factKey: '',
      source: 'checkPlatform',
      sourceId: factId,
      payload: {},
      sealed: cipher.seal('{}', `fact:${factId}`),
      contentHash: 'h',
    });
  },
};

const sealedOf = async (caseId: CaseId) => {
  const { rows } = await archive.county.db.worker.query(
    `select 'decision' as of from command where case_id = $1 and sealed is not null
     union all select 'paper' from document where case_id = $1 and sealed_name is not null
     union all select 'fact' from fact where case_id = $1 and sealed is not null`,
    [caseId],
  );
  return rows.map((row) => row.of);
};

describe('what is brought to a file while it is being destroyed', () => {
  it.each([
    ['decision', 'goes with it'],
    ['paper', 'goes with it'],
    ['fact', 'keeps it'],
  ])('a %s that was under way %s', async (what, then) => {
    const caseId = await archive.anEndedFile(`途中${what}`);
    await archive.yearsPass();
    const listId = await archive.aReleasedList([caseId]);
    let destroying: Promise<void> | undefined;
    await inDivision(archive.county.db.api, dangyang, async (tx) => {
      await brings[what]!(tx, caseId);
      destroying = archive.destroy(listId);
      await eventually('it is waited for', async () => {
        const waiting = await archive.intruder.query(
          `select from pg_locks join pg_database d on d.oid = database where d.datname = $1 and locktype = 'advisory' and not granted`,
          [archive.county.db.name],
        );
        return waiting.rowCount! > 0;
      });
    });
    await destroying;
    const isKept = then === 'keeps it';
    expect(await archive.destroyed(caseId)).toEqual(isKept ? undefined : expect.objectContaining({ listId }));
    expect(await sealedOf(caseId)).toEqual(isKept ? ['decision', 'decision', 'paper', 'fact'] : []);
    expect(await archive.verify()).toEqual([]);
  });
});

describe('what comes to a file that was destroyed', () => {
  let gone: CaseId;
  let listId: ListId;
  let handoverId: string;
  beforeAll(async () => {
    const { county } = archive;
    gone = await caseAt(county, 'at the review');
    handoverId = `${gone}.exit.1.handover`;
    await archive.inRecord((tx) =>
      storeHandover(tx, {
        handoverId,
        caseId: gone,
        caseNumber: 'n',
        division: yuyang,
        to: '420606000000',
        at: new Date(0).toISOString(),
        sealed: cipher.seal('{}', `handover:${handoverId}`),
        contentHash: 'h',
      }),
    );
    await county.decide(gone, 'withdraw', { outcome: 'withdrawn', reason: '测试' });
    await archive.yearsPass();
    listId = await archive.aReleasedList([gone]);
    await archive.destroy(listId);
  });

  it.each(Object.keys(brings))('a %s is refused by the database itself', async (what) => {
    await expect(inDivision(archive.county.db.api, dangyang, (tx) => brings[what]!(tx, gone))).rejects.toMatchObject({
      constraint: 'nothing_comes_after',
    });
    expect(await sealedOf(gone)).toEqual([]);
  });

  it('a text is not put back in the place of one that was destroyed', async () => {
    await expect(
      archive.county.db.worker.query(`update application set sealed = 'x' where case_id = $1`, [gone]),
    ).rejects.toMatchObject({ constraint: 'nothing_comes_after' });
  });

  it('a report that the check platform sends late is answered as that, and not kept', async () => {
    const body = JSON.stringify({
      requestId: `${gone}.survey.1.requestCheck`,
      platformRequestId: 'P-1',
      reportId: `R-${randomUUID()}`,
      issuedAt: '2036-12-01T10:00:00+08:00',
      results: checkSources.map((source) => ({ source, status: 'ok', items: [] })),
    });
    const signed = signatureOf(
      { method: 'POST', path: checkCallbackPath, body },
      { keyId: checkCallbackKeyId, secret: callbackSecret },
    );
    const answer = await window.app.inject({
      method: 'POST',
      url: checkCallbackPath,
      payload: body,
      headers: { 'content-type': 'application/json', ...signed },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'caseDestroyed']);
    expect(await sealedOf(gone)).toEqual([]);
  });

  it('the county that was told of the family is told that it was destroyed', async () => {
    for (const division of ['420606000000', dangyang]) {
      const answer = await window.get({ ...accounts.officer, division }, `/v1/handovers/${handoverId}`);
      expect([answer.statusCode, answer.json().code]).toEqual([410, 'caseDestroyed']);
    }
  });

  it('is asked for in capitals, too: the id is the same', async () => {
    for (const part of ['declaration', 'family', 'checks', 'explanation'])
      expect(
        (await window.get(accounts.officer, `/v1/cases/${gone.toUpperCase()}/${part}`)).json(),
        part,
      ).toMatchObject({
        code: 'caseDestroyed',
      });
  });

  it('what lies with it all the same is found by verification', async () => {
    const { intruder } = archive;
    await intruder.query('set session_replication_role = replica');
    await intruder.query(
      `insert into fact (fact_id, case_id, division, name, fact_key, source, source_id, sealed, content_hash, received_at, consumed_at)
       values (gen_random_uuid(), $1, '', 'n', '', 's', 'late', 'x', 'h', now(), now())`,
      [gone],
    );
    expect(await archive.verify()).toEqual([
      { chain: `case:${gone}`, seq: 1, what: 'was destroyed, and what was on file of it is there' },
    ]);
    await intruder.query(`delete from fact where source_id = 'late'`);
    await intruder.query('set session_replication_role = origin');
  });
});
