import type { OutsideSystem } from '../domain/outside.ts';
import type { Tx } from './pool.ts';

/** Notes how a call went; of calls that go alike one a second is noted, so that many at once do not wait for one row. */
export async function noteContact(tx: Tx, system: OutsideSystem, answered: boolean): Promise<void> {
  await tx.query(
    answered
      ? `insert into outside_contact as c (system, answered_at) values ($1, business_now())
         on conflict (system) do update set answered_at = excluded.answered_at, failing_since = null
           where c.failing_since is not null or c.answered_at < excluded.answered_at - interval '1 second'`
      : `insert into outside_contact as c (system, failing_since) values ($1, business_now())
         on conflict (system) do update set failing_since = excluded.failing_since where c.failing_since is null`,
    [system],
  );
}
