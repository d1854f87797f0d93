import { documentRow, rolling } from '../db/chains.ts';

/** The chain of a case's documents, in the order in which they were added, as a daily root holds it. */
export function documentsChain(documents: readonly { readonly documentId: string; readonly sha256: string }[]) {
  return rolling(documents.map(documentRow));
}
