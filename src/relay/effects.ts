import type { CaseClient } from '../commands/caseClient.ts';
import { readBusinessClock } from '../db/businessClock.ts';
import type { Effect, EffectToMake } from '../db/outbox.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import { type Cipher, readApplication } from '../db/sealed.ts';
import { parsePublicId } from '../domain/case/ids.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { CheckPlatform } from '../gateways/checkPlatform.ts';
import type { InstantBank } from '../gateways/instantBank.ts';
import type { MessageGateway } from '../gateways/messages.ts';
import type { PolicySource } from '../policy/source.ts';
import { recallTransfer, transferNow } from './instantTransfers.ts';
import { noted } from './noted.ts';
import { sendMessage } from './sendMessage.ts';

/**
 * What became of a call. A refusal is a code: the call is tried again later, and the code is shown. `notBefore`: it is
 * not the hour for it, and nothing was tried.
 */
export type EffectAnswer = Outcome<object, string> | { readonly notBefore: Date };

/** How each call to an outside system is made. */
export type EffectHandlers = Record<EffectToMake, (effect: Effect) => Promise<EffectAnswer>>;

export interface EffectDeps {
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly policy: PolicySource;
  readonly cases: Pick<CaseClient, 'tell'>;
  readonly checkPlatform: CheckPlatform;
  readonly messages: MessageGateway;
  readonly instantBank: InstantBank;
}

export function effectHandlers(given: EffectDeps): EffectHandlers {
  const { pool, cipher } = given;
  const deps = {
    ...given,
    checkPlatform: noted(pool, 'checkPlatform', given.checkPlatform),
    messages: noted(pool, 'messageGateway', given.messages),
    instantBank: noted(pool, 'instantBank', given.instantBank),
  };
  return {
    /** Asks the platform about every co-living member who consented; the report comes to the callback. */
    async requestCheck({ outboxId }) {
      const { caseId } = parsePublicId(outboxId)!;
      const { declaration, county, now } = await inTransaction(pool, async (tx) => ({
        ...(await readApplication(tx, cipher, caseId)),
        now: (await readBusinessClock(tx)).now,
      }));
      return deps.checkPlatform.submit({
        requestId: outboxId,
        county,
        purpose: 'dibao',
        requestedAt: new Date(now).toISOString(),
        members: declaration.members
          .filter((member) => member.consent)
          .map(({ memberNo, name, idNumber }) => ({
            memberRef: String(memberNo),
            name,
            idNumber,
            consentRef: `${caseId}.${memberNo}`,
          })),
      });
    },

    sendMessage: (effect) => sendMessage(deps, effect),
    transferNow: (effect) => transferNow(deps, effect),
    recallTransfer: (effect) => recallTransfer(deps, effect),
  };
}
