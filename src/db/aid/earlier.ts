import type { PlainDate } from '../../domain/calendar.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import type { EarlierAid } from '../../domain/temporary/input.ts';
import type { Tx } from '../pool.ts';
import type { Cipher } from '../sealed.ts';

/** What persons of this case were given in other cases of the county since a day, or are to be given: the first first. */
export async function earlierAid(tx: Tx, caseId: CaseId, since: PlainDate): Promise<EarlierAid[]> {
  const { rows } = await tx.query<{ on: string; cause: string; fen: number }>(
    `select to_char(since_on, 'YYYY-MM-DD') as on, cause, amount_fen as fen
       from earlier_aid($1, $2::date::timestamp at time zone 'Asia/Shanghai')`,
    [caseId, since],
  );
  return rows.map(({ on, cause, fen }) => ({ on, cause, fen }));
}

/** It was not this person who was helped. */
export async function dropAidPerson(tx: Tx, caseId: CaseId, personHash: string): Promise<void> {
  await tx.query('delete from aid_person where case_id = $1 and id_number_hash = $2', [caseId, personHash]);
}

/** Who is helped in an emergency, by keyed hash: known with the report, or only with the papers. */
export async function keepAidPerson(
  tx: Tx,
  cipher: Cipher,
  { caseId, township }: { readonly caseId: CaseId; readonly township: string },
  idNumber: string,
): Promise<void> {
  await tx.query(
    'insert into aid_person (case_id, division, id_number_hash) values ($1, $2, $3) on conflict do nothing',
    [caseId, township, cipher.keyedHash(idNumber)],
  );
}
