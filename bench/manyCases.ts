import { randomUUID } from 'node:crypto';
import type { Config } from '../src/config.ts';
import { canonical } from '../src/db/case/journal.ts';
import { inTransaction, type Pool, type Tx } from '../src/db/pool.ts';
import type { CaseId } from '../src/domain/case/ids.ts';
import { fieldCipher } from '../src/gateways/crypto/fieldCipher.ts';

const copied = ['application', 'case_file', 'case_event', 'task', 'clock', 'expected_fact'] as const;

/**
 * Cases that stand exactly where `template` stands, waiting for the same person and the same clock, and that Temporal does
 * not know: whoever tells one of them anything starts it from its id. Copied in the tables, because twenty thousand
 * applications over the API would take longer than what is to be measured; the hashes in their chains are the template's,
 * so such a database is for measuring only.
 */
export async function copiesOf(pool: Pool, template: CaseId, count: number): Promise<CaseId[]> {
  const ids = Array.from({ length: count }, () => randomUUID() as string as CaseId);
  await inTransaction(pool, async (tx) => {
    await tx.query(`set local statement_timeout = '300s'`);
    const { rows } = await tx.query<{ number: string }>(
      'select case_number as number from application where case_id = $1',
      [template],
    );
    for (const table of copied)
      await tx.query(
        `insert into ${table} overriding system value
         select made.* from ${table} t cross join unnest($2::text[]) with ordinality as copy(id, nth)
          cross join lateral jsonb_populate_record(null::${table},
                  replace(replace(to_jsonb(t)::text, $1, id), $3, 'BENCH-' || nth)::jsonb) as made
          where t.case_id::text = $1`,
        [template, ids, rows[0]!.number],
      );
  });
  return ids;
}

/** Gives each of these cases a benefit from that month on and an account of its own, so that a run pays it. */
export async function inBenefit(pool: Pool, config: Config, cases: readonly CaseId[], month: string): Promise<void> {
  const cipher = fieldCipher(config.dataKeys, config.hashKey);
  const accounts = cases.map((caseId, nth) => {
    const accountId = randomUUID();
    const number = `6299${String(nth).padStart(12, '0')}`;
    const account = { holder: '测试甲', bankName: '示范农商银行', number };
    const sealed = cipher.seal(JSON.stringify(account), `bank_account:${accountId}`);
    return { accountId, caseId, hash: cipher.keyedHash(canonical(number)), sealed };
  });
  await inTransaction(pool, async (tx: Tx) => {
    await tx.query(`set local statement_timeout = '300s'`);
    await tx.query(
      `insert into bank_account (account_id, case_id, division, account_hash, sealed, valid_from, set_by)
       select r."accountId", r."caseId", a.township, r.hash, r.sealed, business_now(), 'bench'
         from jsonb_to_recordset($1::jsonb) as r("accountId" uuid, "caseId" uuid, hash text, sealed text)
         join application a on a.case_id = r."caseId"`,
      [JSON.stringify(accounts)],
    );
    await tx.query(
      `insert into entitlement (entitlement_id, case_id, division, county, component, month_from, fen_per_month, certificate, granted_at)
       select gen_random_uuid()::text, case_id, township, county, 'base', ($2 || '-01')::date, 67000, 'BENCH', business_now()
         from application where case_id = any($1)`,
      [cases, month],
    );
  });
}
