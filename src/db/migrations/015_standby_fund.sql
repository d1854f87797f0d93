-- 临时救助备用金: a township's own money for first aid, by year. Double entry, append-only; what is decided and not recorded yet
-- is held, so that two first aids at the same second cannot spend the same yuan.

create table standby_fund (
  township       text not null references division(code),
  year           int not null,
  opened_at      timestamptz not null,
  opened_by      text not null,
  available_fen  bigint not null default 0,      -- the balance of `fund`, kept by the postings
  overdraft_fen  bigint not null default 0 check (overdraft_fen >= 0),
  primary key (township, year),
  constraint standby_fund_not_overdrawn check (available_fen + overdraft_fen >= 0)
);

-- fund: what can still be given. held: decided, not recorded yet. spent: given. treasury: the county's money behind it.
create table standby_entry (
  entry_id    bigint generated always as identity primary key,
  township    text not null,
  year        int not null,
  posting     text not null,                     -- unique to what brought it: hold:<command>, spend:<aid>, …
  account     text not null check (account in ('fund', 'held', 'spent', 'treasury')),
  debit_fen   bigint not null default 0 check (debit_fen >= 0),
  credit_fen  bigint not null default 0 check (credit_fen >= 0),
  at          timestamptz not null,
  by_officer  text not null,
  case_id     uuid,
  reason      text,
  foreign key (township, year) references standby_fund (township, year),
  unique (posting, account),
  check ((debit_fen = 0) <> (credit_fen = 0))
);
create index on standby_entry (township, year, entry_id);

create function standby_posted() returns trigger language plpgsql as $$
begin
  if exists (select from added group by posting having sum(debit_fen) <> sum(credit_fen)) then
    raise exception 'A posting that does not balance' using errcode = 'check_violation', constraint = 'standby_balances';
  end if;
  update standby_fund f set available_fen = f.available_fen + moved.fen
    from (select township, year, sum(debit_fen) - sum(credit_fen) as fen from added where account = 'fund' group by township, year) moved
   where f.township = moved.township and f.year = moved.year;
  return null;
end $$;
create trigger standby_posted after insert on standby_entry
  referencing new table as added for each statement execute function standby_posted();

-- Who let a fund go below zero, and why.
create table standby_overdraft (
  overdraft_id  bigint generated always as identity primary key,
  township      text not null,
  year          int not null,
  ceiling_fen   bigint not null check (ceiling_fen >= 0),
  reason        text not null,
  opened_by     text not null,
  opened_at     timestamptz not null,
  foreign key (township, year) references standby_fund (township, year)
);

do $$
declare t text;
begin
  for t in select unnest(array['standby_fund', 'standby_entry', 'standby_overdraft']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(township)) with check (in_scope(township))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
    execute format('grant select, insert on %I to doudi_api, doudi_worker', t);
  end loop;
end $$;
grant update (available_fen, overdraft_fen) on standby_fund to doudi_api, doudi_worker;
