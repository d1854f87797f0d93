import { randomUUID } from 'node:crypto';
import { storeCommand } from '../db/inbox/commands.ts';
import { inDivision, lookThenWriteIn, together } from '../db/pool.ts';
import {
  type ApplicationReceipt,
  liveClaims,
  nextCaseNumber,
  storeApplication,
  writeApplicationReceipt,
} from '../db/queries/applications.ts';
import type { Cipher } from '../db/sealed.ts';
import { checkApplication, claimants, type HandedIn } from '../domain/application.ts';
import { businessDateOf } from '../domain/calendar.ts';
import type { Declaration } from '../domain/case/declaration.ts';
import type { CaseId } from '../domain/case/ids.ts';
import type { ProgrammeName } from '../domain/case/programmes.ts';
import { type Outcome, ok, refuse } from '../domain/outcome.ts';
import { missingPolicy } from '../domain/policyCompleteness.ts';
import { type PolicyKey, policyKeys } from '../domain/policyKeys.ts';
import type { Actor } from './auth/actor.ts';
import type { ApiDeps } from './deps.ts';
import { type Refusal, Refused } from './refused.ts';
import { townshipToday } from './townshipToday.ts';

export interface Submission {
  readonly actor: Actor;
  readonly key: string;
  readonly bodyHash: string;
  readonly handedIn: HandedIn;
}

type Submitted = Outcome<ApplicationReceipt & { readonly isNew: boolean }, Refusal>;

/**
 * Takes an application: everything about it in one transaction, then its workflow is started with the case id alone.
 * What belongs to another township is taken all the same and passed on to it, with today's date: nobody is told that this is
 * the wrong window (SAL-2026 art. 64). A start that is lost is made up by the relay. A refused application leaves nothing, so that its key may be used again.
 */
export async function submitApplication(deps: ApiDeps, submission: Submission): Promise<Submitted> {
  const { pool, cipher } = deps;
  const { actor, handedIn } = submission;
  const caseId = randomUUID() as string as CaseId;
  let known: Declaration | undefined;
  try {
    return await lookThenWriteIn(
      pool,
      inCommon(actor.division, handedIn.township),
      (tx) => townshipToday(tx, deps.policy, handedIn.township),
      async (tx, { isKnown, now, policy: { book } }) => {
        const today = businessDateOf(now);
        const checked = checkApplication(handedIn, today);
        known = checked.ok ? checked.value : undefined;
        const { township, programme } = handedIn;
        const [{ command, isNew }, claims, caseNumber] = await together([
          storeCommand(tx, {
            commandId: randomUUID(),
            actor: actor.officer,
            key: submission.key,
            bodyHash: submission.bodyHash,
            kind: 'apply',
            caseId,
            taskId: undefined,
            division: actor.division,
            payload: {},
            sealed: undefined,
            contentHash: submission.bodyHash,
          }),
          known && programme === 'dibao' ? liveClaims(tx, hashesOf(known, cipher)) : [],
          nextCaseNumber(tx, township, today.slice(0, 4), programme),
        ]);
        if (command.bodyHash !== submission.bodyHash) throw new Refused({ code: 'idempotencyKeyReused' });
        if (!isNew) return ok({ ...(command.receipt as unknown as ApplicationReceipt), isNew });

        if (!isKnown) throw new Refused({ code: 'unknownDivision' });
        if (handedIn.relativesOfStaff.some(({ officer }) => officer === actor.officer))
          throw new Refused({ code: 'officerIsRelative' });
        const unset = missingPolicy(book, handedIn.township, today);
        if (unset.length > 0) throw new Refused({ code: 'townshipWithoutPolicy', errors: unset.map(asUnset) });
        if (handedIn.need && handedIn.need.since > today) throw new Refused({ code: 'dateInFuture' });
        if (!checked.ok)
          throw new Refused({
            code: checked.refusal.code,
            members: checked.refusal.memberNos.map((memberNo) => ({ memberNo })),
          });
        const claimed = claimedBy(checked.value, cipher, claims);
        if (claimed.length > 0) throw new Refused({ code: 'personHasOpenCase', members: claimed });

        const receipt = { caseId, caseNumber };
        await together([
          storeApplication(tx, cipher, {
            ...receipt,
            caseId,
            submittedBy: actor.officer,
            declaration: checked.value,
            ...(township === actor.division ? {} : { handedInAt: actor.division }),
          }),
          writeApplicationReceipt(tx, command.commandId, receipt),
        ]);
        return ok({ ...receipt, isNew });
      },
    );
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== '23505' || constraint !== 'one_live_claim_per_person' || !known) throw error;
    // Somebody else's application for the same person came in at the same moment, and was first.
    const declaration = known;
    const claims = await inDivision(pool, actor.division, (tx) => liveClaims(tx, hashesOf(declaration, cipher)));
    return refuse({ code: 'personHasOpenCase', members: claimedBy(declaration, cipher, claims) });
  }
}

/** Starts the case's workflow, waiting no longer than `withinMs`: the application is stored, and the relay starts what is not. */
export async function startCase(
  deps: ApiDeps,
  caseId: string,
  programme: ProgrammeName,
  withinMs = 2_000,
): Promise<'started' | 'later'> {
  const started = deps.cases.start(caseId as CaseId, programme).then(
    () => 'started' as const,
    () => 'later' as const,
  );
  const patience = new Promise<'later'>((resolve) => setTimeout(resolve, withinMs, 'later').unref());
  return Promise.race([started, patience]);
}

/** The division both lie in: what one window takes for another is stored where both may be seen. */
function inCommon(one: string, other: string): string {
  const length = [12, 9, 6, 4, 2, 0].find((digits) => one.slice(0, digits) === other.slice(0, digits)) ?? 0;
  return one.slice(0, length).padEnd(12, '0');
}

/** The key as county files name it, and what it means. */
function asUnset(key: PolicyKey) {
  return { at: key, message: policyKeys[key].zh };
}

function hashesOf(declaration: Declaration, cipher: Cipher): string[] {
  return claimants(declaration).map(({ idNumber }) => cipher.keyedHash(idNumber));
}

/** Which members it is about, and where: the county and no more. */
function claimedBy(declaration: Declaration, cipher: Cipher, claims: Awaited<ReturnType<typeof liveClaims>>) {
  return claimants(declaration).flatMap(({ memberNo, idNumber }) => {
    const claim = claims.find(({ idNumberHash }) => idNumberHash === cipher.keyedHash(idNumber));
    return claim ? [{ memberNo, county: claim.county, state: claim.state }] : [];
  });
}
