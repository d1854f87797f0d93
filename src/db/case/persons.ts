import { randomUUID } from 'node:crypto';
import type { DeclaredMember } from '../../domain/case/declaration.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** Who is of the family, by keyed hash, the rest sealed. Who is on file already stays as they are. */
export async function keepPersons(
  tx: Tx,
  cipher: Cipher,
  { caseId, township }: { readonly caseId: CaseId; readonly township: string },
  members: readonly DeclaredMember[],
): Promise<void> {
  for (const { memberNo, relation, name, idNumber, phone } of members) {
    const personId = randomUUID();
    await tx.query(
      `insert into person (person_id, case_id, division, member_no, relation, is_applicant, id_number_hash, sealed)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (case_id, member_no) do nothing`,
      [
        personId,
        caseId,
        township,
        memberNo,
        relation,
        relation === 'applicant',
        cipher.keyedHash(idNumber),
        cipher.seal(JSON.stringify({ name, idNumber, phone }), `person:${personId}`),
      ],
    );
  }
}
