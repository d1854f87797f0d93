import { replay } from './dibao/assess.ts';
import type { ExitReason } from './dibao/exitConditions.ts';
import { type StoredAssessment, storedPolicy } from './dibao/prepared.ts';
import { reasonText } from './dibao/reasons.ts';
import { assessTemporary } from './temporary/assess.ts';
import type { TemporaryInput } from './temporary/input.ts';
import { isOfTemporaryAid, type TemporaryReason, temporaryReasonText } from './temporary/reasons.ts';

/** A calculation of whichever programme, repeated from what was stored with it and nothing else. */
export function replayed(stored: StoredAssessment) {
  return isOfNeed(stored.input) ? assessTemporary(stored.input, storedPolicy(stored)) : replay(stored);
}

function isOfNeed(input: StoredAssessment['input']): input is TemporaryInput {
  return 'need' in input;
}

/** A reason against the family, of whichever programme, as the letter puts it. */
export function reasonInWords(reason: ExitReason | TemporaryReason): string {
  return isOfTemporaryAid(reason) ? temporaryReasonText(reason) : reasonText(reason);
}
