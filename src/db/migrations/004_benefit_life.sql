-- A benefit changes; what was said before is not edited. An entitlement that a later decision takes the place of is
-- superseded, and what of it still holds is said again.

alter table entitlement add column superseded_at timestamptz;
alter table entitlement drop constraint entitlement_case_id_component_daterange_excl;
alter table entitlement add constraint one_entitlement_at_a_time exclude using gist
  (case_id with =, component with =, daterange(month_from, month_to, '[]') with &&) where (superseded_at is null);
grant update (superseded_at) on entitlement to doudi_worker;

-- What is planned for a month never exceeds what its entitlements give now, whatever was paid before they were lowered.
create or replace function payment_within_entitlement() returns trigger language plpgsql as $$
declare
  beyond record;
begin
  if exists (select from added where status not in ('planned', 'held')) then
    raise exception 'A payment begins as planned or held' using errcode = 'check_violation', constraint = 'payment_begins_planned';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Payments are planned in read committed' using errcode = 'check_violation', constraint = 'payment_sees_the_others';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('payments:' || county, 0))
    from (select distinct county from added order by county) counties;
  if exists (select from added join disbursement d using (disbursement_id) where d.state <> 'open') then
    raise exception 'A payment is planned while its run is open' using errcode = 'check_violation', constraint = 'payment_planned_while_open';
  end if;
  select t.month into beyond
    from (select distinct case_id, component, month from added where status = 'planned') t
    join payment_line l on l.case_id = t.case_id and l.component = t.component and l.month = t.month
                       and l.status in ('planned', 'ordered', 'paid')
   group by t.case_id, t.component, t.month
  having sum(l.amount_fen) > coalesce(
           (select sum(e.fen_per_month) from entitlement e
             where e.case_id = t.case_id and e.component = t.component and e.superseded_at is null
               and daterange(e.month_from, e.month_to, '[]') @> t.month), 0)
   limit 1;
  if found then
    raise exception 'More would be paid for % than the household is entitled to', beyond.month
      using errcode = 'check_violation', constraint = 'payment_within_entitlement';
  end if;
  return null;
end $$;
