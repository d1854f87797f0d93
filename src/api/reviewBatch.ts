import { randomUUID } from 'node:crypto';
import { type Decided, settle } from '../commands/decideTask.ts';
import type { BatchedReview, ReviewBatch } from '../contracts/http/reviews.ts';
import { isProblemCode, problems } from '../contracts/problems.ts';
import { storeAnsweredCommand } from '../db/inbox/commands.ts';
import { inDivision } from '../db/pool.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import type { Actor } from './auth/actor.ts';
import { type Entered, enter } from './decision.ts';
import type { ApiDeps } from './deps.ts';
import { bodyHashOf } from './idempotency.ts';
import type { Language } from './language.ts';

/** How many cases are asked at the same time. */
const atOnce = 10;

/**
 * Decides the reviews of unchanged families, each as if it were sent alone, under a key made of the batch's and its task:
 * the batch sent again finds each where it stands. All are stored in the order given, so that of two findings that read
 * the same the first one counts; then their cases are asked.
 */
export async function decideBatch(
  deps: ApiDeps,
  { actor, key, batch, language }: { actor: Actor; key: string; batch: ReviewBatch; language: Language },
): Promise<Outcome<BatchedReview[], 'idempotencyKeyReused'>> {
  if (!(await isSameBatch(deps, actor, key, batch))) return refuse('idempotencyKeyReused');
  const entered: Entered[] = [];
  for (const { taskId, ...body } of batch.entries)
    entered.push(await enter(deps, { actor, key: `${key}:${taskId}`, taskId, body, language }));
  const settled = await settleAll(deps, entered);
  return ok(batch.entries.map(({ taskId }, nth) => ({ taskId, ...answerOf(settled[nth]!, language) })));
}

/** The key of a batch stands for all that was in it. */
function isSameBatch(deps: ApiDeps, { officer, division }: Actor, key: string, batch: ReviewBatch): Promise<boolean> {
  const bodyHash = bodyHashOf(deps.cipher, 'review batch', batch);
  return inDivision(deps.pool, division, async (tx) => {
    const command = { commandId: randomUUID(), actor: officer, division, key, kind: 'reviewBatch', bodyHash };
    return (await storeAnsweredCommand(tx, command)).bodyHash === bodyHash;
  });
}

type Answered = Decided | Extract<Entered, { kind: 'unfit' }>;

/** Once a case does not answer in time, the rest are left to the relay: nobody waits a minute at the window. */
async function settleAll(deps: ApiDeps, entered: readonly Entered[]): Promise<Answered[]> {
  const settled: Answered[] = [];
  let silent = false;
  const settleOne = async (one: Entered): Promise<Answered> => {
    if (one.kind !== 'stored') return one;
    const decided: Decided = silent ? { kind: 'pending', commandId: one.command.commandId } : await settle(deps, one);
    silent ||= decided.kind === 'pending';
    return decided;
  };
  for (let nth = 0; nth < entered.length; nth += atOnce)
    settled.push(...(await Promise.all(entered.slice(nth, nth + atOnce).map(settleOne))));
  return settled;
}

function answerOf(answered: Answered, language: Language): Omit<BatchedReview, 'taskId'> {
  const nothing = { receipt: null, refusal: null, commandId: null };
  switch (answered.kind) {
    case 'receipt':
      return { ...nothing, status: 'done', receipt: answered.receipt };
    case 'pending':
      return { ...nothing, status: 'pending', commandId: answered.commandId };
    case 'unfit':
    case 'refused': {
      const code = isProblemCode(answered.code) ? answered.code : 'internal';
      const { errors } = answered.kind === 'unfit' ? answered.details : {};
      const refusal = { code, ...problems[code][language], ...(errors ? { errors } : {}) };
      return { ...nothing, status: 'refused', refusal };
    }
  }
}
