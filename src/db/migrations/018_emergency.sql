-- Emergency aid (救急难): a report is filed like an application, but it is no household's declaration, and whoever is in
-- need may be unknown.

alter table application alter column area drop not null;
alter table application add constraint households_live_somewhere check (programme = 'emergency' or area is not null);

-- What was given, as the journal says it: a projection.
create table emergency_aid (
  aid_id      text primary key,           -- <caseId>.aid.<round>.aid
  case_id     uuid not null,
  division    text not null,
  given_at    timestamptz not null,
  given_by    text not null,
  form        text not null check (form in ('transfer', 'cash', 'goods', 'referral')),
  cause       text not null,
  amount_fen  bigint not null check (amount_fen >= 0),
  paid_from   text not null check (paid_from in ('standbyFund', 'county')),
  stands      text not null check (stands in ('underWay', 'given', 'notGiven')),
  settled_at  timestamptz
);
create index on emergency_aid (case_id);
create index on emergency_aid (division, given_at);

alter table emergency_aid enable row level security;
alter table emergency_aid force row level security;
create policy by_division on emergency_aid for all to doudi_api using (in_scope(division)) with check (in_scope(division));
create policy everything on emergency_aid for all to doudi_worker using (true) with check (true);
create policy rebuilt_by_owner on emergency_aid for all to doudi_owner using (true) with check (true);
grant select on emergency_aid to doudi_api;
grant select, insert, update on emergency_aid to doudi_worker;

-- Emergencies stand first on every worklist, whatever else is late.
alter table task add column urgent boolean not null default false;
drop index task_role_division_due_at_task_id_idx;
create index on task (role, division, urgent desc, due_at, task_id) where status = 'open' and not standing;
