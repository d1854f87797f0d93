-- A clock that is overdue is told of once a minute, however many relays run: whoever tells a case notes it here. Losing
-- the notes costs one more telling.
create unlogged table clock_told (
  case_id  uuid primary key,
  told_at  timestamptz not null             -- real time
);
grant select, insert, update on clock_told to doudi_worker;
