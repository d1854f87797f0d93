-- A clock that is overdue is told of once a minute, however many relays run: whoever tells a case notes it here. Logged
-- like every table: under wal_level=minimal the index of an unlogged one is broken in a copied database after a crash.
create table clock_told (
  case_id  uuid primary key,
  told_at  timestamptz not null             -- real time
);
grant select, insert, update on clock_told to doudi_worker;

-- When each outside system last answered us, and since when no call to it has (business time). What waits for it stands
-- where it waits: in the outbox, in transfers, messages, expected facts and runs.
create table outside_contact (
  system         text primary key,
  answered_at    timestamptz,
  failing_since  timestamptz,              -- the first call that failed after the last that was answered
  check (answered_at is not null or failing_since is not null)
);
grant select on outside_contact to doudi_api, doudi_worker;
grant insert, update on outside_contact to doudi_worker;
