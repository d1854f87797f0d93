import type { Tx } from '../pool.ts';

/**
 * Of a township `d`: emergencies are answered there, as one was reported, an officer on duty has a phone on file, or duty
 * was set before; and for some part of the next 24 hours nobody is on call.
 */
export const withoutDuty = `d.level = 'township'
  and (exists (select from application a where a.township = d.code and a.programme = 'emergency')
    or exists (select from officer_contact c where c.division = d.code and c.role = 'duty_officer')
    or exists (select from duty_roster r where r.division = d.code))
  and not isempty(duty_gaps(d.code, 'duty_officer', tstzrange(business_now(), business_now() + interval '24 hours')))`;

/** Those townships by name, and from when on nobody is on call. */
export async function townshipsWithoutDuty(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ township: string }>(
    `select format('%s %s (%s)', d.code, d.name, to_char(
              lower(duty_gaps(d.code, 'duty_officer', tstzrange(business_now(), business_now() + interval '24 hours'))) at time zone 'Asia/Shanghai',
              'YYYY-MM-DD HH24:MI')) as township
       from division d where ${withoutDuty} order by d.code`,
  );
  return rows.map(({ township }) => township);
}
