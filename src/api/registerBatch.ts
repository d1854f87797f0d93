import { type BatchTaken, takeRegisterBatch } from '../commands/takeRegisterBatch.ts';
import { type RegisterBatch, registerKeyId } from '../contracts/registers.ts';
import { inDivision } from '../db/pool.ts';
import { rememberCallback } from '../db/queries/callbacks.ts';
import { nationalDivision } from '../domain/policy.ts';
import type { ApiDeps } from './deps.ts';

/** Takes a batch of a register (数据比对). The nonce is remembered in the same transaction: see `takeReport`. */
export function takeBatch(
  { pool, cipher }: ApiDeps,
  batch: RegisterBatch,
  replayKey: string,
): Promise<BatchTaken | 'batchIdReused' | 'callbackReplayed'> {
  return inDivision(pool, nationalDivision, async (tx) => {
    if (!(await rememberCallback(tx, registerKeyId, replayKey))) return 'callbackReplayed';
    return takeRegisterBatch(tx, cipher, batch);
  });
}
