import type { DestroyedBy } from '../db/keeping/destruction.ts';
import { businessDateOf } from '../domain/calendar.ts';
import { destructionSentence } from '../domain/keeping/certificate.ts';
import type { Language } from './language.ts';

/** What a destroyed case says of itself. */
export function destructionOf(destroyed: DestroyedBy, language: Language) {
  const on = businessDateOf(Date.parse(destroyed.at));
  return { ...destroyed, sentence: destructionSentence({ ...destroyed, on }, language) };
}
