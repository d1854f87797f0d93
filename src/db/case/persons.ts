import { randomUUID } from 'node:crypto';
import type { DeclaredMember } from '../../domain/case/declaration.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { type Tx, together } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** Who is of the family, by keyed hash, the rest sealed. Who is on file already stays as they are. */
export async function keepPersons(
  tx: Tx,
  cipher: Cipher,
  { caseId, township }: { readonly caseId: CaseId; readonly township: string },
  members: readonly Pick<DeclaredMember, 'memberNo' | 'relation' | 'name' | 'idNumber' | 'phone'>[],
): Promise<void> {
  const stored = members.map(({ memberNo, relation, name, idNumber, phone }) => {
    const personId = randomUUID();
    return tx.query({
      name: 'keep a person',
      text: `insert into person (person_id, case_id, division, member_no, relation, is_applicant, id_number_hash, sealed)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (case_id, member_no) do nothing`,
      values: [
        personId,
        caseId,
        township,
        memberNo,
        relation,
        relation === 'applicant',
        cipher.keyedHash(idNumber),
        cipher.seal(JSON.stringify({ name, idNumber, phone }), `person:${personId}`),
      ],
    });
  });
  await together(stored);
}

/** The one person of an emergency, as far as known: named first by the report, for certain by whoever established it. */
export async function namePerson(
  tx: Tx,
  cipher: Cipher,
  { caseId, township }: { readonly caseId: CaseId; readonly township: string },
  { name, idNumber }: { readonly name: string; readonly idNumber: string },
): Promise<{ readonly personHash: string }> {
  await keepPersons(tx, cipher, { caseId, township }, [{ memberNo: 1, relation: 'applicant', name, idNumber }]);
  const { rows } = await tx.query<{ person_id: string }>(
    'select person_id from person where case_id = $1 and member_no = 1',
    [caseId],
  );
  const personId = rows[0]!.person_id;
  const personHash = cipher.keyedHash(idNumber);
  const sealed = cipher.seal(JSON.stringify({ name, idNumber }), `person:${personId}`);
  await tx.query('update person set id_number_hash = $2, sealed = $3 where person_id = $1', [
    personId,
    personHash,
    sealed,
  ]);
  return { personHash };
}
