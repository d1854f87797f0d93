import type { Payload } from '@temporalio/common';
import type { CaseId } from '../../../src/domain/case/ids.ts';
import { payloadCodec } from '../../../src/gateways/crypto/payloadCodec.ts';
import { blockedAmong, standingsOf } from '../../../src/upkeep/standing.ts';
import { caseWorkflowId } from '../../../workflows/messages.ts';
import { eventually } from '../../support/eventually.ts';
import { sealedUnder, tell } from '../../support/poison.ts';
import { testKeys } from '../../support/worker.ts';
import type { Fault } from '../provoke.ts';
import type { Stack } from '../stack/stack.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** Sealed as our own are, whatever is in it. */
async function wellSealed(json: string): Promise<Payload> {
  const [payload] = await payloadCodec(testKeys).encode([
    { metadata: { encoding: bytes('json/plain') }, data: bytes(json) },
  ]);
  return payload!;
}
const factOf = (factId: string, name: string, more = '') => wellSealed(`{"factId":${factId},"name":"${name}"${more}}`);
const noFact = '"00000000-0000-4000-8000-000000000000"';

async function aCaseUnderWay({ db }: Stack): Promise<CaseId> {
  return eventually('a case is under way', async () => {
    const { rows } = await db.worker.query<{ case_id: CaseId }>(
      `select case_id from case_file where stage in ('intake', 'survey', 'review') order by seq limit 1`,
    );
    return rows[0]?.case_id;
  });
}

/** Events in the journals of all cases but one. */
async function eventsBeside({ db }: Stack, caseId: CaseId): Promise<number> {
  const { rows } = await db.worker.query('select count(*) from case_event where case_id <> $1', [caseId]);
  return rows[0].count;
}

const blocked = async ({ client }: Stack, ids: readonly string[]) => blockedAmong(await standingsOf(client, ids));
const openCases = async ({ db }: Stack) => {
  const { rows } = await db.worker.query<{ case_id: string }>('select case_id from case_file where ended_as is null');
  return rows.map(({ case_id }) => caseWorkflowId(case_id));
};

/** It cannot be read: that case alone stands still, the doctor names it, others go on, and `doudi restart` gets it going. */
async function blocksThatCaseAlone(stack: Stack, payload: Payload): Promise<void> {
  const caseId = await aCaseUnderWay(stack);
  await tell(stack.client, caseId, payload);
  const named = await eventually('it is seen that it stands still', async () => {
    const ids = await blocked(stack, await openCases(stack));
    return ids.length > 0 && ids;
  });
  if (named.join() !== caseWorkflowId(caseId)) throw new Error(`others stand still: ${named}`);
  const before = await eventsBeside(stack, caseId);
  await eventually('others go on', async () => (await eventsBeside(stack, caseId)) > before + 3, 120_000);
  await stack.cases.restart(caseId);
}

const poisoned = (id: string, zh: string, en: string, payload: () => Promise<Payload> | Payload): Fault => ({
  id: `F20-${id}`,
  title: { zh: `一个案件收到${zh}`, en: `a case is told ${en}` },
  moments: 4,
  inject: async (stack) => blocksThatCaseAlone(stack, await payload()),
});

/** It can be read, and is nothing the case knows: nothing stands still. */
const strange = (id: string, zh: string, en: string, payload: () => Promise<Payload>): Fault => ({
  id: `F20-${id}`,
  title: { zh: `一个案件收到${zh}`, en: `a case is told ${en}` },
  async inject(stack) {
    const caseId = await aCaseUnderWay(stack);
    await tell(stack.client, caseId, await payload());
    await stack.counters.after(3);
    if ((await blocked(stack, [caseWorkflowId(caseId)])).length > 0) throw new Error('it stands still');
  },
});

export const poison: readonly Fault[] = [
  poisoned('undecodable', '无法解密的消息', 'what nobody can open', () => sealedUnder('test')),
  poisoned('wrongKey', '密钥不存在的消息', 'what is sealed under a key that is gone', () => sealedUnder('gone')),
  poisoned('deep', '嵌套一万层的消息', 'of something nested ten thousand deep', () => factOf(nested(10_000), 'note')),
  strange('large', '将近两兆字节的消息', 'almost two megabytes', () =>
    factOf(noFact, 'note', `,"more":"${'x'.repeat(1_900_000)}"`),
  ),
  strange('badEnum', '未知种类的消息', 'of a fact of no kind there is', () => factOf(noFact, 'noSuchFact')),
];
