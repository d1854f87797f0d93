import { readFact } from '../../src/db/inbox/facts.ts';
import type { Tx } from '../../src/db/pool.ts';
import { type Cipher, readApplication, readDecisionContent } from '../../src/db/sealed.ts';
import { differencesOf, type Finding } from '../../src/domain/case/differences.ts';
import type { CaseId } from '../../src/domain/case/ids.ts';

/** How many differences a check report shows against the declaration, whether it came from the platform or on paper. */
export async function differencesFound(
  tx: Tx,
  cipher: Cipher,
  caseId: CaseId,
  from: { readonly factId: string } | { readonly commandId: string },
): Promise<number> {
  const { declaration } = await readApplication(tx, cipher, caseId);
  const content =
    'factId' in from ? await openFact(tx, cipher, from.factId) : await readDecisionContent(tx, cipher, from.commandId);
  return differencesOf(declaration, (content.findings ?? []) as Finding[]).length;
}

async function openFact(tx: Tx, cipher: Cipher, factId: string): Promise<Record<string, unknown>> {
  const { sealed } = await readFact(tx, factId);
  return sealed ? JSON.parse(cipher.open(sealed, `fact:${factId}`)) : {};
}
