import { claimants } from '../../domain/application.ts';
import type { Declaration } from '../../domain/case/declaration.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';
import { keepPersons } from './persons.ts';

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
  await keepPersons(tx, cipher, { caseId, township }, family.members);
  await tx.query(
    `update person p set relation = now.relation, is_applicant = now.relation = 'applicant'
       from unnest($2::int[], $3::text[]) as now(member_no, relation)
      where p.case_id = $1 and p.member_no = now.member_no and p.relation <> now.relation`,
    [caseId, family.members.map(({ memberNo }) => memberNo), family.members.map(({ relation }) => relation)],
  );
  if (family.members.length > 0)
    // of a family nobody is left of, the file goes on in the name it had
    await tx.query(
      'update person set is_applicant = false where case_id = $1 and is_applicant and member_no <> all($2)',
      [caseId, family.members.map(({ memberNo }) => memberNo)],
    );
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
