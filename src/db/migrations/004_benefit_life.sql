alter table entitlement add column superseded_at timestamptz;
alter table entitlement drop constraint entitlement_case_id_component_daterange_excl;
alter table entitlement add constraint one_entitlement_at_a_time exclude using gist
  (case_id with =, component with =, daterange(month_from, month_to, '[]') with &&) where (superseded_at is null);
grant update (superseded_at) on entitlement to doudi_worker;
