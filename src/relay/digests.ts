import type { Logger } from 'pino';
import { digestOf } from '../commands/digestOf.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import { divisionName } from '../db/divisions.ts';
import { requestMessage } from '../db/messages.ts';
import { type Contact, contactsUntold, divisionsUntold, noteDigest, openPhone } from '../db/officerContacts.ts';
import { inTransaction, type Pool, type Tx } from '../db/pool.ts';
import type { Cipher } from '../db/sealed.ts';
import { businessDateOf, isWorkingDay } from '../domain/calendar.ts';
import type { DivisionCode } from '../domain/case/ids.ts';
import { digestText } from '../domain/digest.ts';
import { policyOn } from '../domain/policy.ts';
import { atHour } from '../domain/sendingHours.ts';
import type { PolicySource } from '../policy/source.ts';
import type { RoundMetrics } from './metrics.ts';
import { startRound } from './round.ts';

export interface DigestDeps {
  /** Connects as doudi_worker. */
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly policy: PolicySource;
  readonly log: Logger;
  readonly metrics?: RoundMetrics | undefined;
  readonly everyMs?: number;
}

/** After it, it is no morning any more: a digest that could not be sent by then is left out. */
const noon = 12;

/**
 * Each working morning one message to each officer who registered a phone, for each seat of theirs, with all there is to
 * do there; never one a case. The day's row and the message are one transaction, so any number of relays may run.
 */
export function startDigests(deps: DigestDeps): { stop(): Promise<void> } {
  const { pool, log, everyMs = 30_000 } = deps;
  const stop = startRound({
    name: 'digests',
    everyMs,
    find: () => inTransaction(pool, (tx) => seatsToTell(tx, deps.policy)),
    tell: ({ contact, today }) => inTransaction(pool, (tx) => tellSeat(tx, deps, contact, today)),
    log,
    metrics: deps.metrics,
  });
  return { stop };
}

async function seatsToTell(tx: Tx, policy: PolicySource): Promise<{ contact: Contact; today: string }[]> {
  const { now } = await readBusinessClock(tx);
  const { book, calendar } = await policy.read(tx);
  const today = businessDateOf(now);
  if (!isWorkingDay(today, calendar) || now >= atHour(today, noon)) return [];
  const begun = (await divisionsUntold(tx, today)).filter((division) => {
    const at = policyOn(book, 'messages.digestAt', division as DivisionCode, today, today);
    return at.ok && now >= atHour(today, at.value.value);
  });
  return (await contactsUntold(tx, today, begun, 500)).map((contact) => ({ contact, today }));
}

async function tellSeat(tx: Tx, { cipher, policy }: DigestDeps, contact: Contact, today: string): Promise<void> {
  const { officer, role, division } = contact;
  const to = await openPhone(tx, cipher, contact);
  if (to === undefined) return;
  const digest = await digestOf(tx, policy, { role, division });
  // The gateway gets to know our id of a message, and not who the officer is.
  const messageId = `digest:${cipher.keyedHash([officer, role, division, today].join(' '))}`;
  const isFirst = await noteDigest(tx, contact, today, digest.open > 0 ? messageId : undefined);
  if (!isFirst || digest.open === 0) return;
  const now = new Date((await readBusinessClock(tx)).now);
  await requestMessage(tx, cipher, {
    messageId,
    caseId: undefined,
    division,
    kind: 'digest',
    urgent: false,
    requestedAt: now,
    sendFrom: now, // the sender looks at the hour
    to,
    text: digestText(digest, await divisionName(tx, division)),
  });
}
