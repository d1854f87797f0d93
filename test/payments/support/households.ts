import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { fieldCipher } from '../../../src/gateways/crypto/fieldCipher.ts';
import { databaseUrl, type TestDatabase } from '../../support/database.ts';
import { idNumber } from '../../support/people.ts';
import { testHashKey, testKeys } from '../../support/worker.ts';

export const cipher = fieldCipher(testKeys, testHashKey);

export const dangyang = '420582000000';
const townships: Readonly<Record<string, string>> = { [dangyang]: '420582001000', '451322000000': '451322100000' };

/** What of a household the payments see. Months are 'YYYY-MM'; amounts in fen. */
export interface Household {
  readonly caseId: string;
  readonly accountId: string | undefined;
}

export interface Benefit {
  readonly from: string;
  readonly to?: string;
  readonly fenPerMonth: number;
  readonly component?: 'base' | 'topup';
}

/** The superuser's connection to a test's database, to arrange what the application itself has no right to. */
export async function arranger(database: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl(database.name) });
  await client.connect();
  return client;
}

/** The divisions the runs are for. */
export async function aCounty(sql: pg.Client): Promise<void> {
  await sql.query(
    `insert into division (code, name, level) values ($1, '当阳市', 'county'), ($2, '玉阳街道', 'township')
     on conflict do nothing`,
    [dangyang, townships[dangyang]],
  );
}

/** A household in benefit, with an account unless it has none. */
export async function aHousehold(
  sql: pg.Client,
  benefits: readonly Benefit[],
  options: { readonly account?: string | false; readonly area?: 'urban' | 'rural'; readonly county?: string } = {},
): Promise<Household> {
  const { county = dangyang } = options;
  const township = townships[county];
  const caseId = randomUUID();
  await sql.query(
    `insert into application (case_id, case_number, programme, county, township, area, submitted_at, submitted_by, sealed, content_hash, members)
     values ($1::uuid, 'C-' || $1, 'dibao', $2, $3, $4, business_now(), 'clerk', 'sealed', 'hash', 1)`,
    [caseId, county, township, options.area ?? 'urban'],
  );
  const personId = randomUUID();
  const number = idNumber('1980-01-01');
  await sql.query(
    `insert into person (person_id, case_id, division, member_no, relation, is_applicant, id_number_hash, sealed)
     values ($1, $2, $3, 1, 'applicant', true, $4, $5)`,
    [
      personId,
      caseId,
      township,
      cipher.keyedHash(number),
      cipher.seal(JSON.stringify({ name: '测试甲', idNumber: number }), `person:${personId}`),
    ],
  );
  await entitle(sql, caseId, benefits);
  const accountId = options.account === false ? undefined : await giveAccount(sql, caseId, options.account);
  return { caseId, accountId };
}

export async function entitle(sql: pg.Client, caseId: string, benefits: readonly Benefit[]): Promise<void> {
  for (const { component = 'base', from, to, fenPerMonth } of benefits) {
    await sql.query(
      `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, month_to, fen_per_month, certificate, granted_at)
       select gen_random_uuid()::text, case_id, township, county, $2, ($3 || '-01')::date, ($4 || '-01')::date, $5, 'Z', business_now()
         from application where case_id = $1`,
      [caseId, component, from, to ?? null, fenPerMonth],
    );
  }
}

let accounts = 0;

/** A new version of a household's account; the newest is the one that counts. */
export async function giveAccount(
  sql: pg.Client,
  caseId: string,
  number = `62${String(++accounts).padStart(14, '0')}`,
): Promise<string> {
  const accountId = randomUUID();
  const account = { holder: '测试甲', bankName: '示范农商银行', number };
  await sql.query(
    `insert into bank_account (account_id, case_id, division, account_hash, sealed, valid_from, set_by)
     select $1, case_id, township, $3, $4, business_now(), 'clerk' from application where case_id = $2`,
    [accountId, caseId, cipher.keyedHash(number), cipher.seal(JSON.stringify(account), `bank_account:${accountId}`)],
  );
  return accountId;
}
