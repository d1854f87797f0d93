import type { CaseEvent } from './events.ts';
import type { CaseState } from './state.ts';

/** Whoever was in need is known from now on; what else they were given is looked at where there is anything. */
export function identityRestored(
  { person: before }: CaseState,
  { person, found }: Extract<CaseEvent, { type: 'identityRestored' }>,
): Partial<CaseState> {
  if (before === person) return {};
  return { person, personUnknown: undefined, duplicatesToLookAt: found.length > 0 ? found.length : undefined };
}

/** One person proposes a correction, another decides; until then the file does not end. */
export function correctionDecided({ kind, officer }: Extract<CaseEvent, { type: 'taskDecided' }>): Partial<CaseState> {
  return { correctionProposedBy: kind === 'correctIdentity' ? officer : undefined };
}

export function duplicatesLookedAt(
  { aidContestedFen = 0 }: CaseState,
  { outcome, particulars }: Extract<CaseEvent, { type: 'taskDecided' }>,
): Partial<CaseState> {
  return {
    duplicatesToLookAt: undefined,
    ...(outcome === 'toRecovery' ? { aidContestedFen: Math.max(aidContestedFen, Number(particulars.amountFen)) } : {}),
  };
}

/** What has come to light and must be settled before the file may end. */
export function isIdentityUnsettled({ duplicatesToLookAt = 0, correctionProposedBy }: CaseState): boolean {
  return duplicatesToLookAt > 0 || correctionProposedBy !== undefined;
}

/** What is to come back where the county's leader finds so: what was given twice, or all that was not confirmed. */
export function aidToRecoverFen({ aidContestedFen, aid }: CaseState): number {
  return aidContestedFen ?? aid?.givenFen ?? 0;
}
