-- Where a family lives, to the village: reviews are supervised by it. Its name is the list of divisions' matter, its code may
-- be one that the list does not have yet.
alter table application add column village text check (village ~ '^[0-9]{12}$' and left(village, 9) = left(township, 9));
create index on application (township, village) where village is not null;
grant update (village) on application to doudi_worker;

-- 转移接收: what a county that a family moves to is to know of its benefit. Seen by the county it leaves and by the one it
-- goes to.
create table handover (
  handover_id   text primary key,          -- <caseId>.<place>.<round>.handOver
  case_id       uuid not null,
  case_number   text not null,
  division      text not null,             -- the township it leaves
  to_division   text not null,
  issued_at     timestamptz not null,
  sealed        text not null,
  content_hash  text not null              -- keyed; quoted by the journal
);
create index on handover (to_division, issued_at);
create index on handover (case_id);

alter table handover enable row level security;
alter table handover force row level security;
create policy by_division on handover for select to doudi_api using (in_scope(division) or in_scope(to_division));
create policy everything on handover for all to doudi_worker using (true) with check (true);
grant select on handover to doudi_api;
grant select, insert on handover to doudi_worker;
grant update (division) on handover to doudi_worker;
