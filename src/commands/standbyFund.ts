import { allowOverdraft, openFund, readFund } from '../db/fund/funds.ts';
import { type FundOf, post } from '../db/fund/postings.ts';
import { storeAnsweredCommand } from '../db/inbox/commands.ts';
import { inDivision, type Pool } from '../db/pool.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';

export interface FundCommand {
  readonly commandId: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly officer: string;
  readonly division: string;
  readonly fund: FundOf;
}

export type FundOrder =
  | { readonly kind: 'opening'; readonly amountFen: number; readonly reason?: string | undefined }
  | { readonly kind: 'topUp' | 'carriedBack'; readonly amountFen: number; readonly reason: string }
  | { readonly kind: 'settlement'; readonly totalFen: number }
  | { readonly kind: 'overdraft'; readonly ceilingFen: number; readonly reason: string };

export type FundOrderRefusal =
  | 'fundNotOpened'
  | 'fundAlreadyOpened'
  | 'fundTotalDiffers'
  | 'fundBeyondBalance'
  | 'idempotencyKeyReused';

/** Carries out an order about a township's fund, once, however often it is sent. A refused one leaves nothing. */
export async function orderFund(
  pool: Pool,
  command: FundCommand,
  order: FundOrder,
): Promise<Outcome<undefined, FundOrderRefusal>> {
  const { commandId, key, bodyHash, officer: actor, division, fund } = command;
  try {
    return await inDivision(pool, division, async (tx) => {
      const stored = await storeAnsweredCommand(tx, { commandId, actor, division, key, kind: 'standbyFund', bodyHash });
      if (stored.bodyHash !== bodyHash) throw new Refused('idempotencyKeyReused');
      if (stored.commandId !== commandId) return ok(undefined);
      const now = order.kind === 'opening' ? undefined : await readFund(tx, fund);
      if (order.kind !== 'opening' && !now) throw new Refused('fundNotOpened');
      switch (order.kind) {
        case 'opening':
          if (!(await openFund(tx, fund, actor))) throw new Refused('fundAlreadyOpened');
          await post(tx, fund, { ...order, of: commandId, by: actor });
          return ok(undefined);
        case 'settlement':
          if (now!.unsettledFen !== order.totalFen) throw new Refused('fundTotalDiffers');
          await post(tx, fund, { kind: 'settlement', of: commandId, amountFen: order.totalFen, by: actor });
          return ok(undefined);
        case 'carriedBack':
          if (order.amountFen > now!.availableFen) throw new Refused('fundBeyondBalance');
          await post(tx, fund, { ...order, of: commandId, by: actor });
          return ok(undefined);
        case 'topUp':
          await post(tx, fund, { ...order, of: commandId, by: actor });
          return ok(undefined);
        case 'overdraft':
          await allowOverdraft(tx, fund, { ceilingFen: order.ceilingFen, reason: order.reason, by: actor });
          return ok(undefined);
      }
    });
  } catch (error) {
    if (error instanceof Refused) return refuse(error.code);
    // An overdraft taken back while it is used, or the last yuan gone at the same moment.
    if ((error as { constraint?: string }).constraint === 'standby_fund_not_overdrawn')
      return refuse('fundBeyondBalance');
    throw error;
  }
}

class Refused extends Error {
  readonly code: FundOrderRefusal;
  constructor(code: FundOrderRefusal) {
    super(code);
    this.code = code;
  }
}
