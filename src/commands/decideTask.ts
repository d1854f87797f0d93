import type { DecideMessage, Receipt } from '../../workflows/messages.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { readTip } from '../db/case/journal.ts';
import { type FundRefusal, holdFromFund } from '../db/fund/postings.ts';
import { readCommand, type StoredCommand, storeCommand, storeRefusal } from '../db/inbox/commands.ts';
import { takeFinding } from '../db/inbox/findings.ts';
import { destroyedBy } from '../db/keeping/destruction.ts';
import { inDivision, lookThenWriteIn, type Pool, readInDivision, type Tx } from '../db/pool.ts';
import { standbyFundSpending } from '../domain/aid/refused.ts';
import { type RefusalCode, refusalOf } from '../domain/authority.ts';
import type { Doer, Particulars } from '../domain/case/events.ts';
import { type CaseId, parsePublicId } from '../domain/case/ids.ts';
import type { PolicySource } from '../policy/source.ts';
import type { CaseClient } from './caseClient.ts';
import { firstMonthPaid } from './firstMonthPaid.ts';
import { findingFreeOn } from './lawOfTheDay.ts';
import { splitAid } from './splitAid.ts';
import { readStanding, type Standing } from './standing.ts';

/** A decision as it came in, checked for its shape and sealed. */
export interface Decision {
  readonly commandId: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly doer: Doer;
  readonly taskId: string;
  readonly taskVersion: number;
  readonly outcome: string;
  readonly particulars: Particulars;
  readonly sealed: string;
  readonly contentHash: string;
  /** Keyed hash of what was found at the family: no other family's finding may have it. */
  readonly findingHash?: string | undefined;
}

/** `pending`: stored and sent, the outcome not known yet; ask again under the command's id, or send the same key again. */
export type Decided =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'pending'; readonly commandId: string };

export interface DecideDeps {
  readonly pool: Pool;
  readonly cases: CaseClient;
  readonly policy: PolicySource;
}

/** A decision that was taken in: its outcome where it is known at once, or what is stored and has to be sent. */
export type Taken = Decided | { readonly kind: 'stored'; readonly command: StoredCommand; readonly standing: Standing };

/**
 * Stores a decision, sends it, and answers from PostgreSQL. The receipt is looked up before sending and again after
 * every answer but a receipt: a stored receipt beats any refusal. Same key, same answer; same key with another body is
 * refused as `idempotencyKeyReused`.
 */
export async function decideTask(deps: DecideDeps, decision: Decision): Promise<Decided> {
  return settle(deps, await takeIn(deps, decision));
}

/** Sends what was taken in, where its outcome is not known yet. */
export async function settle(deps: DecideDeps, taken: Taken): Promise<Decided> {
  return taken.kind === 'stored' ? sendCommand(deps, taken.command, taken.standing) : taken;
}

/** Takes in a decision that nobody has compared with its case. */
async function takeIn(deps: DecideDeps, decision: Decision): Promise<Taken> {
  const place = parsePublicId(decision.taskId);
  if (!place) return { kind: 'refused', code: 'notFound' };
  return lookThenWriteIn(
    deps.pool,
    decision.doer.division,
    (tx) => readStanding(tx, deps.policy, place.caseId),
    async (tx, standing) => (await asDestroyed(tx, standing)) ?? storeDecision(tx, deps, decision, standing),
  );
}

/** The answer to any decision about a file whose contents were destroyed: there is nothing to compare it with. */
export async function asDestroyed(
  tx: Tx,
  { state }: Standing,
): Promise<Extract<Decided, { kind: 'refused' }> | undefined> {
  const destroyed = state.endedAs !== undefined && (await destroyedBy(tx, state.caseId));
  return destroyed ? { kind: 'refused', code: 'caseDestroyed' } : undefined;
}

/** Stores a decision and judges it as far as can be told without its case. A refusal is stored with it: nobody sends it. */
export async function storeDecision(tx: Tx, deps: DecideDeps, decision: Decision, standing: Standing): Promise<Taken> {
  const { doer, key, bodyHash, commandId, taskId, taskVersion, outcome, particulars, sealed, contentHash } = decision;
  const { command, isNew } = await storeCommand(tx, {
    commandId,
    actor: doer.officer,
    key,
    bodyHash,
    kind: 'decide',
    caseId: standing.state.caseId,
    taskId,
    division: doer.division,
    payload: { doer, outcome, taskVersion, particulars },
    sealed,
    contentHash,
  });
  if (command.bodyHash !== bodyHash) return { kind: 'refused', code: 'idempotencyKeyReused' };
  const code = isNew ? await judge(tx, deps, decision, standing) : undefined;
  if (code) {
    await storeRefusal(tx, commandId, code);
    return { kind: 'refused', code };
  }
  return outcomeOf(command) ?? { kind: 'stored', command, standing };
}

/**
 * What the case itself would say; then what one case alone cannot tell: whether the same persons are helped elsewhere,
 * or have their first month already, whether the township's fund has the money, which is set aside, and whether the finding is this family's own.
 */
async function judge(
  tx: Tx,
  { policy }: DecideDeps,
  { doer, taskId, taskVersion, outcome, particulars, commandId, findingHash }: Decision,
  { state, law }: Standing,
): Promise<RefusalCode | FundRefusal | 'findingCopied' | 'earlierAidUnseen' | 'firstMonthPaid' | undefined> {
  const { caseId, township } = state;
  const { key: task } = parsePublicId(taskId)!;
  const judged = { ...doer, task, taskVersion, outcome, particulars, law };
  const refused =
    refusalOf(state, judged) ?? (await splitAid(tx, state, judged)) ?? (await firstMonthPaid(tx, state, task));
  const amountFen = standbyFundSpending(state, task, outcome, particulars);
  if (!refused && amountFen > 0) {
    const fund = { township, year: Number(law.today.slice(0, 4)) };
    const held = await holdFromFund(tx, fund, { commandId, amountFen, by: doer.officer, caseId });
    if (!held.ok) return held.refusal;
  }
  if (refused || findingHash === undefined) return refused;
  const freeOn = await findingFreeOn(tx, policy, township, law.today);
  const own = await takeFinding(tx, { commandId, caseId, township, textHash: findingHash, usedOn: law.today, freeOn });
  return own ? undefined : 'findingCopied';
}

const attempts = 20;

/**
 * Sends a stored decision until it has an outcome, or the outcome must be left open. Safe to call any number of times.
 * @param standing where it was read just now
 */
export async function sendCommand(deps: DecideDeps, command: StoredCommand, standing?: Standing): Promise<Decided> {
  const place = parsePublicId(command.taskId ?? '');
  const { doer, outcome, taskVersion, particulars } = command.payload;
  if (!place || !doer || outcome === undefined || taskVersion === undefined)
    throw new Error('A stored decision is incomplete');

  for (let attempt = 1; attempt <= attempts; attempt++) {
    const readNow = () => readInDivision(deps.pool, doer.division, (tx) => readStanding(tx, deps.policy, place.caseId));
    const { state, law } = (attempt === 1 && standing) || (await readNow());
    const message: DecideMessage = {
      ...doer,
      commandId: command.commandId,
      task: place.key,
      taskVersion,
      tip: state.seq,
      outcome,
      particulars: particulars ?? {},
      contentHash: command.contentHash,
      law,
    };
    const sent = await deps.cases.decide(place.caseId, message);
    if (sent.kind === 'receipt') return sent;
    const stored = await readInDivision(deps.pool, doer.division, (tx) => readCommand(tx, command.commandId));
    const known = stored && outcomeOf(stored);
    if (known) return known;
    if (sent.kind === 'unknown') break;
    if (sent.kind === 'refused' && !(await isAheadOfItsJournal(deps, place, message, doer.division))) {
      await inDivision(deps.pool, doer.division, (tx) => storeRefusal(tx, command.commandId, sent.code));
      return sent;
    }
    await pause(250); // the case is beginning again from its journal
  }
  return { kind: 'pending', commandId: command.commandId };
}

/**
 * A case never knows less of a refusal than its journal does, read after it: one that refuses what the journal allows knows
 * what the record has lost, as when a standby took over that lacked the last second. It is told to look at its journal.
 */
async function isAheadOfItsJournal(
  { pool, cases }: DecideDeps,
  { caseId }: { readonly caseId: CaseId },
  message: DecideMessage,
  division: string,
): Promise<boolean> {
  const { refusal, offsetMs } = await readInDivision(pool, division, async (tx) => {
    const [{ state }, { offsetMs }] = [await readTip(tx, caseId), await readBusinessClock(tx)];
    return { refusal: refusalOf(state, message), offsetMs };
  });
  if (refusal) return false;
  await cases.clockMoved(caseId, offsetMs);
  return true;
}

/** What is stored of a command's outcome. The receipt first: it beats a refusal. */
export function outcomeOf(command: StoredCommand): Decided | undefined {
  if (command.receipt) return { kind: 'receipt', receipt: command.receipt };
  return command.refusal ? { kind: 'refused', code: command.refusal.code } : undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
