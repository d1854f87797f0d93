import { randomUUID } from 'node:crypto';
import { claimants } from '../../domain/application.ts';
import type { Declaration } from '../../domain/case/declaration.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/**
 * Brings persons and their claims to what the family is today: who joined is on file and claimed, who left may apply
 * elsewhere. A claim somebody else holds meanwhile stays there; the door has asked for it before (live_claims).
 */
export async function bringMembersUpToDate(
  tx: Tx,
  cipher: Cipher,
  { caseId, township }: { readonly caseId: CaseId; readonly township: string },
  family: Declaration,
): Promise<void> {
  for (const { memberNo, relation, name, idNumber, phone } of family.members) {
    const personId = randomUUID();
    await tx.query(
      `insert into person (person_id, case_id, division, member_no, relation, is_applicant, id_number_hash, sealed)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (case_id, member_no) do nothing`,
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
  const present = claimants(family).map(({ idNumber }) => cipher.keyedHash(idNumber));
  await tx.query(
    `update person_claim set state = 'ended' where case_id = $1 and state <> 'ended' and not id_number_hash = any($2)`,
    [caseId, present],
  );
  await tx.query(
    `insert into person_claim (id_number_hash, case_id, division, state)
     select hash, $2, $3, 'benefit' from unnest($1::text[]) hash order by hash on conflict do nothing`,
    [present, caseId, township],
  );
}
