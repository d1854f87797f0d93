import { ApplicationFailure } from '@temporalio/common';
import { businessClock, keepBusinessClock } from '../src/db/businessClock.ts';
import { appendEvent, chainHash, lockCase, placeOf, storedTip, type Tip, tipFrom } from '../src/db/case/journal.ts';
import { project, projectTip } from '../src/db/case/projections.ts';
import { commandOf, writeReceipt } from '../src/db/inbox/receipts.ts';
import { policyVersion } from '../src/db/policy.ts';
import { lookThenWrite, type Pool, type Tx, together, type WriteTx } from '../src/db/pool.ts';
import { about, ask } from '../src/db/questions.ts';
import { type Cipher, readTownship } from '../src/db/sealed.ts';
import type { CaseEvent, Draft } from '../src/domain/case/events.ts';
import { fold } from '../src/domain/case/fold.ts';
import type { CaseId } from '../src/domain/case/ids.ts';
import type { CaseState } from '../src/domain/case/state.ts';
import { lawIn, type PolicySource } from '../src/policy/law.ts';
import type { Receipt } from '../workflows/messages.ts';
import { complete, ringsEarly } from './record/complete.ts';

/** What a workflow asks to be recorded: the drafts since its last commit, under a key unique to them. */
export interface RecordRequest {
  readonly caseId: CaseId;
  /** Where the workflow believes the journal to stand. Absent: it asks only for the state. */
  readonly expectedSeq?: number;
  readonly key: string;
  readonly drafts: readonly Draft[];
  /** In whose trace; the interceptor of activities reads it, the record does not. */
  readonly traceparent?: string | undefined;
}

/**
 * `stored`: the events are in the journal. `repeat`: they were, under this key, and the journal stands as they left it.
 * `overtaken`: they were, and more came after that the asker does not know. `behind`: somebody else's events are there,
 * and nothing was written. `early`: a clock rang before its instant by the record's time, and nothing was written.
 * The state is always the journal's, folded in this transaction.
 */
export interface RecordAnswer {
  readonly kind: 'stored' | 'repeat' | 'overtaken' | 'behind' | 'early';
  readonly state: CaseState;
  /** Business time of this commit, ms since the epoch, and how far it is ahead of real time. */
  readonly now: number;
  readonly offsetMs: number;
  readonly receipt?: Receipt;
}

export interface RecordDeps {
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly policy: PolicySource;
}

export interface RecordActivities {
  record(request: RecordRequest): Promise<RecordAnswer>;
}

/** The only way to change a case's record: one transaction appends to the chain, folds, projects and queues what is asked for. */
export function recordActivities(deps: RecordDeps): RecordActivities {
  return {
    record: (request) =>
      lookThenWrite(
        deps.pool,
        (tx) => look(tx, deps, request),
        (tx, seen) => write(tx, deps, request, seen),
      ).catch(withoutPersonalData),
  };
}

type Seen = Awaited<ReturnType<typeof look>>;

/** What there is to know before anything is written, all of it read behind the case's lock. */
async function look(tx: Tx, deps: RecordDeps, { caseId, key, drafts }: RecordRequest) {
  const writes = drafts.length > 0;
  const [, , { tip, policy, ...seen }] = await together([
    lockCase(tx, caseId),
    keepBusinessClock(tx),
    ask(tx, 'record', {
      clock: businessClock,
      tip: about(caseId, storedTip),
      known: writes ? about([caseId, key], placeOf) : undefined,
      command: writes ? commandOf(key) : undefined,
      policy: writes ? policyVersion : undefined,
    }),
  ]);
  return {
    ...seen,
    tip: await tipFrom(tx, caseId, tip),
    policy: policy === undefined ? undefined : await deps.policy.at(tx, policy),
  };
}

async function write(tx: WriteTx, deps: RecordDeps, request: RecordRequest, seen: Seen): Promise<RecordAnswer> {
  const { caseId, expectedSeq, key, drafts } = request;
  const { clock, tip, known, command, policy } = seen;
  const { state } = tip;
  const answer = { state, ...clock };

  if (known) {
    const toldAll = expectedSeq === state.seq || (expectedSeq === known.first - 1 && known.last === state.seq);
    return { ...answer, kind: toldAll ? 'repeat' : 'overtaken', ...withReceipt(command?.receipt) };
  }
  if (expectedSeq !== undefined && expectedSeq !== state.seq) return { ...answer, kind: 'behind' };
  if (policy === undefined) return { ...answer, kind: 'stored' };
  if (drafts.some((draft) => ringsEarly(state, draft, clock.now))) return { ...answer, kind: 'early' };

  const law = lawIn(policy, state.township || (await readTownship(tx, caseId)), clock.now);
  const at = new Date(clock.now).toISOString();
  let now = tip;
  for (const draft of drafts)
    for (const event of await complete(tx, deps, law, now.state, draft)) now = await append(tx, now, event, at, key);
  if (now === tip) return { ...answer, kind: 'stored' };
  projectTip(tx, now.state, now.hash, at);
  const written = writeReceipt(tx, key, { seq: now.state.seq, at });
  // A command that is not on file gets no receipt: only what PostgreSQL holds is one.
  return { ...answer, kind: 'stored', state: now.state, ...withReceipt(command && (command.receipt ?? written)) };
}

function withReceipt(receipt: Receipt | null | undefined): { readonly receipt?: Receipt } {
  return receipt ? { receipt } : {};
}

async function append(tx: WriteTx, tip: Tip, event: CaseEvent, at: string, key: string): Promise<Tip> {
  const after = fold(tip.state, event);
  const actor = event.type === 'taskDecided' ? event.officer : 'system';
  const row = {
    caseId: after.caseId,
    seq: after.seq,
    at,
    type: event.type,
    actor,
    data: event,
    key,
    prevHash: tip.hash,
  };
  const hash = chainHash(row);
  appendEvent(tx, { ...row, hash });
  await project(tx, { event, at, before: tip.state, after });
  return { state: after, hash };
}

/** A database's own words may quote a row. Temporal and the logs get the code alone. */
function withoutPersonalData(error: unknown): never {
  const { code, constraint, name } = error as { code?: string; constraint?: string; name?: string };
  throw ApplicationFailure.create({
    message: `The record could not be written (${[name, code, constraint].filter(Boolean).join(', ')}); it is tried again`,
    type: 'recordUnavailable',
    nonRetryable: isOurs(error),
  });
}

/**
 * What no waiting mends: data that cannot be stored, a constraint, a mistake in code. Tried again inside the workflow it
 * would lengthen the history for ever, and nobody would see it; failing the workflow task, it is tried again and is named.
 */
function isOurs(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return /^2[23]...$/.test(code) || error instanceof TypeError || error instanceof RangeError;
}
