import { levelOf } from '../domain/case/roles.ts';
import type { Seat } from '../domain/digest.ts';
import type { Tx } from './pool.ts';
import type { Cipher } from './sealed.ts';

/** Where an officer is reached for the work of a seat. */
export interface Contact extends Seat {
  readonly officer: string;
}

/** What is wrong with a seat: its division is none on file, not the asker's, or of a level at which the role has no seat. */
export async function faultOfSeats(
  tx: Tx,
  seats: readonly Seat[],
): Promise<'unknownDivision' | 'wrongDivision' | { readonly noSuchSeat: number } | undefined> {
  const { rows } = await tx.query<{ ours: boolean; level: string | null }>(
    `select in_scope(s.code) as ours, d.level
       from unnest($1::text[]) with ordinality s(code, nth) left join division d using (code) order by s.nth`,
    [seats.map(({ division }) => division)],
  );
  if (rows.some(({ level }) => level === null)) return 'unknownDivision';
  if (rows.some(({ ours }) => !ours)) return 'wrongDivision';
  const noSuchSeat = rows.findIndex(({ level }, i) => level !== levelOf[seats[i]!.role]);
  return noSuchSeat < 0 ? undefined : { noSuchSeat };
}

/** Sets an officer's phone for these seats, and for no other that the administrator's division covers. */
export async function putContacts(
  tx: Tx,
  cipher: Cipher,
  { officer, phone, seats, setBy }: { officer: string; phone: string; seats: readonly Seat[]; setBy: string },
): Promise<void> {
  await tx.query('delete from officer_contact where officer = $1', [officer]);
  for (const { role, division } of seats)
    await tx.query(
      `insert into officer_contact (officer, role, division, sealed_phone, phone_hash, set_by, set_at)
       values ($1, $2, $3, $4, $5, $6, business_now())`,
      [
        officer,
        role,
        division,
        cipher.seal(phone, boundTo({ officer, role, division })),
        cipher.keyedHash(phone),
        setBy,
      ],
    );
}

/** The officers who can be called for the work of a seat. */
export async function officersReached(tx: Tx, { role, division }: Seat): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ officer: string }>(
    'select officer from officer_contact where role = $1 and division = $2',
    [role, division],
  );
  return new Set(rows.map(({ officer }) => officer));
}

/** Divisions with a contact who has not had this day's digest. */
export async function divisionsUntold(tx: Tx, day: string): Promise<string[]> {
  const { rows } = await tx.query<{ division: string }>(`select distinct c.division ${untold}`, [day]);
  return rows.map(({ division }) => division);
}

/** The contacts of these divisions who have not had this day's digest. */
export async function contactsUntold(
  tx: Tx,
  day: string,
  divisions: readonly string[],
  limit: number,
): Promise<Contact[]> {
  const { rows } = await tx.query<Contact>(
    `select c.officer, c.role, c.division ${untold} and c.division = any($2) order by c.division, c.officer, c.role limit $3`,
    [day, divisions, limit],
  );
  return rows;
}

const untold = `
  from officer_contact c where not exists (
    select from digest d where d.officer = c.officer and d.role = c.role and d.division = c.division and d.on_day = $1)`;

/** The phone of a contact, opened; undefined where it was taken away meanwhile. */
export async function openPhone(tx: Tx, cipher: Cipher, contact: Contact): Promise<string | undefined> {
  const { rows } = await tx.query<{ sealed_phone: string }>(
    'select sealed_phone from officer_contact where officer = $1 and role = $2 and division = $3',
    [contact.officer, contact.role, contact.division],
  );
  return rows[0] && cipher.open(rows[0].sealed_phone, boundTo(contact));
}

/** Notes a seat's digest of a day; false where somebody else has. `messageId`: none where there was nothing to do. */
export async function noteDigest(
  tx: Tx,
  { officer, role, division }: Contact,
  day: string,
  messageId: string | undefined,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into digest (officer, role, division, on_day, message_id) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [officer, role, division, day, messageId ?? null],
  );
  return rowCount === 1;
}

function boundTo({ officer, role, division }: Contact): string {
  return `contact:${officer}:${role}:${division}`;
}
