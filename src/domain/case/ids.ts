/** Ids of a case and of what it opens. They carry position and kind, never anything about a person. */

export type CaseId = string & { readonly __brand: 'CaseId' };
/** A staff number: one per natural person, however many accounts they hold. */
export type OfficerId = string & { readonly __brand: 'OfficerId' };
/** A 12-digit division code (GB/T 2260 and the statistical codes below the county). */
export type DivisionCode = string & { readonly __brand: 'DivisionCode' };
/** Where in a case's life something stands: `<stage>.<round>.<name>`, e.g. `survey.1.homeVisit`. Unique within its case. */
export type Key = string & { readonly __brand: 'Key' };

const caseIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A case id, or undefined where the text is none. */
export function parseCaseId(text: string): CaseId | undefined {
  return caseIdPattern.test(text) ? (text as CaseId) : undefined;
}

/** The public id of a task, clock or expected fact: `<caseId>.<key>`. */
export function publicId(caseId: CaseId, key: Key): string {
  return `${caseId}.${key}`;
}

/** The case and key inside a public id, or undefined where the text is none. */
export function parsePublicId(id: string): { caseId: CaseId; key: Key } | undefined {
  const dot = id.indexOf('.');
  const caseId = parseCaseId(id.slice(0, dot));
  const key = id.slice(dot + 1);
  return caseId && /^[a-zA-Z]+\.\d+\.[a-zA-Z]+(\.\d+)?$/.test(key) ? { caseId, key: key as Key } : undefined;
}
