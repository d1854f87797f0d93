-- What other authorities' registers say of persons in benefit. A flag is of one case and one member; a row that matches
-- nobody leaves nothing but a number in its batch.

drop table person_flag; -- by person, and nothing ever wrote to it

create table register_batch (
  batch_id      text primary key,          -- the sender's
  content_hash  text not null,             -- keyed
  received_at   timestamptz not null,
  rows          int not null,
  refused       jsonb not null,            -- [{ row, why }]
  matched       int not null default 0,
  fresh         int not null default 0     -- matched, and not known before
);

create table person_flag (
  flag_id       bigint generated always as identity primary key,
  case_id       uuid not null references application(case_id),
  division      text not null,             -- the household's township
  member_no     int not null,
  flag          text not null check (flag in ('death', 'marriage', 'prison', 'benefitElsewhere')),
  since         date not null,
  batch_id      text not null references register_batch(batch_id),
  row_id        text not null,             -- the register's own
  reference     text not null,
  reported_at   timestamptz not null,
  confirmed_at  timestamptz,               -- a person found it to be true; the hold lasts until the family has been looked at
  settled_at    timestamptz,
  settled_as    text check (settled_as in ('confirmed', 'wrong')),
  unique (flag, row_id),
  unique (case_id, member_no, flag, since), -- the same event under another number is the same event
  check ((settled_at is null) = (settled_as is null)),
  check (settled_as is distinct from 'confirmed' or confirmed_at is not null)
);
create index person_flag_unsettled on person_flag (case_id, flag_id) where settled_at is null;

alter table person_flag enable row level security;
alter table person_flag force row level security;
create policy by_division on person_flag for all to doudi_api using (in_scope(division)) with check (in_scope(division));
create policy everything on person_flag for all to doudi_worker using (true) with check (true);

grant select on person_flag, register_batch to doudi_api, doudi_worker;
grant insert on person_flag, register_batch to doudi_api, doudi_worker;
grant update (matched, fresh) on register_batch to doudi_api, doudi_worker;
grant update (confirmed_at, settled_at, settled_as) on person_flag to doudi_worker;
