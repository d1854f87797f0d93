-- The daily root: where each chain ended when the day began, and one hash over all of it, chained to the day before's.
-- Kept outside the database too (doudi audit root), it shows a tail that was cut off and a chain that was taken away.

create table daily_root (
  day       date primary key,             -- of business time; holds what was recorded before it was taken
  previous  text not null unique,         -- the root before it: no two may follow the same one
  root      text not null,                -- SHA-256 of the day's file, as `doudi audit root` prints it
  chains    int not null,
  taken_at  timestamptz not null
);

-- Of each day only what had moved since the day before; what holds of the others stands under an earlier day.
create table daily_tip (
  chain  text not null,                   -- case:<id>, disbursement:<id>, documents:<case>, fund:<township>:<year>, ledger:<run>
  day    date not null references daily_root(day),
  seq    int not null check (seq >= 0),
  hash   text not null,
  primary key (chain, day)
);

-- They are of the whole country's database, and nobody's division: the API sees of them that a root was taken.
grant select, insert on daily_root, daily_tip to doudi_worker;
grant select on daily_root to doudi_api;

-- Who was given a whole case as a file, and why.
create table case_export (
  export_id      uuid primary key,
  case_id        uuid not null references application(case_id),
  division       text not null,
  at             timestamptz not null,
  by_officer     text not null,
  with_contents  boolean not null,        -- opened, with the key to verify them; without: hashes only
  sealed_reason  text not null
);
create index on case_export (case_id);
alter table case_export enable row level security;
alter table case_export force row level security;
create policy by_division on case_export for all to doudi_api using (in_scope(division)) with check (in_scope(division));
create policy everything on case_export for all to doudi_worker using (true) with check (true);
grant select, insert on case_export to doudi_api, doudi_worker;
