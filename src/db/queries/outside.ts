import {
  type Contact,
  calledSystem,
  type OutsideSystem,
  outsideSystemNames,
  type Standing,
  standingOf,
  type Waiting,
} from '../../domain/outside.ts';
import type { Tx } from '../pool.ts';

/** How things stand with one outside system; instants in ms of business time. */
export interface OutsideView {
  readonly system: OutsideSystem;
  readonly contact: Contact;
  readonly waiting: Waiting;
  readonly standing: Standing;
}

interface Row {
  readonly system: OutsideSystem;
  readonly answered_at: Date | null;
  readonly failing_since: Date | null;
  readonly calls: number;
  readonly oldest: Date | null;
  readonly answers: number;
}

/** Every outside system: since when it has not answered, and what waits for it of all that may be seen. */
export async function readOutside(tx: Tx): Promise<OutsideView[]> {
  const { rows } = await tx.query<Row>(
    `with call as (
       select $2::jsonb ->> effect as system, created_at
         from outbox where done_at is null and (not_before is null or not_before <= (select business_now()))
       union all
       select 'bankDirectory', e.at from disbursement join disbursement_event e using (disbursement_id)
        where state = 'filed' and e.type = 'filed'
     ), answer as (
       select 'checkPlatform' as system from expected_fact where name = 'checkReport'
       union all select 'messageGateway' from message where status = 'sent'
       union all select 'instantBank' from instant_transfer where state = 'sent'
       union all select 'bankDirectory' from disbursement where state = 'handedOver'
     ), heard as (
       select system, answered_at, failing_since from outside_contact
       union all select 'registers', max(received_at), null from register_batch
     )
     select s.system, h.answered_at, h.failing_since,
            (select count(*)::int from call c where c.system = s.system) as calls,
            (select min(created_at) from call c where c.system = s.system) as oldest,
            (select count(*)::int from answer a where a.system = s.system) as answers
       from unnest($1::text[]) with ordinality as s(system, nth) left join heard h using (system) order by s.nth`,
    [outsideSystemNames, calledSystem],
  );
  return rows.map(viewOf);
}

function viewOf({ system, answered_at, failing_since, calls, oldest, answers }: Row): OutsideView {
  const contact = {
    ...(answered_at ? { answeredAt: answered_at.getTime() } : {}),
    ...(failing_since ? { failingSince: failing_since.getTime() } : {}),
  };
  const waiting = { calls, answers, ...(oldest ? { oldestCallAt: oldest.getTime() } : {}) };
  return { system, contact, waiting, standing: standingOf(system, contact, waiting) };
}
