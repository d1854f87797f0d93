import { readBusinessClock } from '../db/businessClock.ts';
import type { Effect } from '../db/outbox.ts';
import { inTransaction, type Pool } from '../db/pool.ts';
import { type Cipher, readApplication } from '../db/sealed.ts';
import type { EffectName } from '../domain/case/events.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { CheckPlatform } from '../gateways/checkPlatform.ts';

/** How each call to an outside system is made. A refusal is a code: the call is tried again later, and the code is shown. */
export type EffectHandlers = Record<EffectName, (effect: Effect) => Promise<Outcome<object, string>>>;

export interface EffectDeps {
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly checkPlatform: CheckPlatform;
}

export function effectHandlers({ pool, cipher, checkPlatform }: EffectDeps): EffectHandlers {
  return {
    /** Asks the platform about every co-living member who consented; the report comes to the callback. */
    async requestCheck({ outboxId, caseId }) {
      const { declaration, county, now } = await inTransaction(pool, async (tx) => ({
        ...(await readApplication(tx, cipher, caseId)),
        now: (await readBusinessClock(tx)).now,
      }));
      return checkPlatform.submit({
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
  };
}
