import { readListJournal } from '../db/keeping/journal.ts';
import { personalData } from '../db/personalData.ts';
import type { Tx } from '../db/pool.ts';
import type { ListEvent, ListId } from '../domain/keeping/list.ts';
import { outOfOrder } from '../domain/keeping/order.ts';
import type { Breach } from './verify.ts';

/** Lists whose journals are not those of a list, and files that say of their destruction what no list's journal does. */
export async function breachesOfKeeping(tx: Tx): Promise<Breach[]> {
  const { rows } = await tx.query<{ list_id: ListId }>('select list_id from destruction_list order by list_id');
  const lists: Breach[] = [];
  for (const { list_id } of rows) {
    const journal = await readListJournal(tx, list_id);
    const steps = journal.map(({ type, data, actor }) => ({ event: { type, ...data } as ListEvent, actor }));
    const seq = outOfOrder(steps);
    if (seq !== undefined) lists.push({ chain: `destruction:${list_id}`, seq, what: 'is out of the order of a list' });
  }
  const marked = await tx.query<{ case_id: string }>(
    `select case_id from destruction_item i where destroyed_at is not null
        and not exists (select from destruction_event e
                         where e.list_id = i.list_id and e.key = 'destroyed:' || i.case_id and e.type = 'destroyed')
      order by case_id`,
  );
  const there = await tx.query<{ case_id: string }>(
    `select case_id from (select (data->>'caseId')::uuid as case_id from destruction_event where type = 'destroyed') e
      where ${somethingIsLeft} order by case_id`,
  );
  const ofCase = (what: Breach['what']) => (row: { readonly case_id: string }) => ({
    chain: `case:${row.case_id}`,
    seq: 1,
    what,
  });
  return [
    ...lists,
    ...marked.rows.map(ofCase('is marked as destroyed, and no list says so')),
    ...there.rows.map(ofCase('was destroyed, and what was on file of it is there')),
  ];
}

const somethingIsLeft = personalData
  .filter(({ destroyed }) => typeof destroyed === 'string')
  .map(({ table, column }) => `exists (select from ${table} x where x.case_id = e.case_id and x.${column} is not null)`)
  .join(' or ');

/** What the journal of a case quotes by hash, and where it would lie. Facts of codes alone have no sealed text. */
const quoted = `
  select e.case_id, e.seq,
         case e.type
           when 'registered' then exists (select from application x where x.case_id = e.case_id and x.sealed is not null)
           when 'taskDecided' then exists (select from command x where x.command_id = (e.data->>'commandId')::uuid and x.sealed is not null)
           when 'accountChanged' then exists (select from command x where x.command_id = (e.data->>'commandId')::uuid and x.sealed is not null)
           when 'factArrived' then exists (select from fact x where x.fact_id = (e.data->>'factId')::uuid)
           when 'compared' then exists (select from comparison x where x.comparison_id = e.case_id || '.' || (e.data->>'key') and x.sealed is not null)
           when 'assessed' then exists (select from assessment x where x.assessment_id = e.case_id || '.' || (e.data->>'key') and x.sealed is not null)
           when 'noticeIssued' then exists (select from notice x where x.notice_id = e.case_id || '.' || (e.data->>'key') and x.sealed is not null)
           when 'messageRequested' then exists (select from message x where x.message_id = e.case_id || '.' || (e.data->>'key') and x.sealed is not null)
           when 'handedOver' then exists (select from handover x where x.handover_id = e.case_id || '.' || (e.data->>'key') and x.sealed is not null)
           else true end as there
    from case_event e
   where e.case_id = any($1::uuid[]) and coalesce(e.data->>'contentHash', '') <> ''`;

/** The first event of each case that quotes a content that is not on file, though no list has destroyed it. */
export async function missingContents(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const cases = await tx.query<{ case_id: string }>(
      'select case_id from case_file where case_id > $1 order by case_id limit 500',
      [after],
    );
    const ids = cases.rows.map((row) => row.case_id);
    if (ids.length === 0) return breaches;
    const { rows } = await tx.query<{ case_id: string; seq: number }>(
      `select q.case_id, min(q.seq) as seq from (${quoted}) q
        where not q.there and not exists (select from destruction_event e join destruction_item i using (list_id)
                                           where i.case_id = q.case_id and e.key = 'destroyed:' || q.case_id)
        group by q.case_id order by q.case_id`,
      [ids],
    );
    for (const { case_id, seq } of rows)
      breaches.push({ chain: `case:${case_id}`, seq, what: 'quotes a content that is missing' });
    after = ids.at(-1)!;
  }
}
