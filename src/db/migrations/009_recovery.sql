-- 追缴: money paid beyond what is owed, asked back by a decision of its own. Never set off against a benefit, and never
-- more than was really paid.

create table recovery (
  recovery_id   text primary key,         -- <caseId>.recovery.<round>.decideRecovery: the decision that ordered it
  case_id       uuid not null,
  division      text not null,
  ordered_at    timestamptz not null,
  ground        text not null,
  overpaid_fen  bigint not null check (overpaid_fen > 0),
  fine_fen      bigint not null default 0 check (fine_fen >= 0),
  waived        boolean not null          -- let go by decision: nothing is asked back
);
create index on recovery (case_id);

-- The months and amounts it is about, as they stood when it was decided.
create table recovery_line (
  recovery_id  text not null references recovery(recovery_id),
  case_id      uuid not null,
  division     text not null,
  component    text not null check (component in ('base', 'topup')),
  month        date not null check (extract(day from month) = 1),
  amount_fen   bigint not null check (amount_fen > 0),
  primary key (recovery_id, component, month)
);
create index on recovery_line (case_id);

-- Double entry: ordered (receivable from the family against what is due back to the budget, and the fine), repaid, waived.
create table recovery_entry (
  recovery_id  text not null references recovery(recovery_id),
  case_id      uuid not null,
  division     text not null,
  posting      text not null,             -- ordered, or the decision that brought it
  account      text not null check (account in ('receivable', 'dueBack', 'fine', 'treasury', 'waived')),
  debit_fen    bigint not null default 0 check (debit_fen >= 0),
  credit_fen   bigint not null default 0 check (credit_fen >= 0),
  at           timestamptz not null,
  primary key (recovery_id, posting, account),
  check ((debit_fen = 0) <> (credit_fen = 0))
);
create index on recovery_entry (case_id);

create function recovery_balances() returns trigger language plpgsql as $$
begin
  if exists (select from added group by recovery_id, posting having sum(debit_fen) <> sum(credit_fen)) then
    raise exception 'A posting that does not balance' using errcode = 'check_violation', constraint = 'recovery_balances';
  end if;
  if exists (select from recovery_entry r where r.account = 'receivable' and r.recovery_id in (select recovery_id from added)
              group by r.recovery_id having sum(r.debit_fen) < sum(r.credit_fen)) then
    raise exception 'More is paid back than was asked' using errcode = 'check_violation', constraint = 'recovery_within_receivable';
  end if;
  return null;
end $$;
create trigger recovery_balances after insert on recovery_entry
  referencing new table as added for each statement execute function recovery_balances();

-- What is asked back of a month never exceeds what was really paid for it beyond what is owed now.
create function recovery_within_paid() returns trigger language plpgsql as $$
declare
  beyond record;
begin
  select l.month into beyond
    from (select distinct case_id, component, month from added) a
    join recovery_line l using (case_id, component, month)
   group by l.case_id, l.component, l.month
  having sum(l.amount_fen) > coalesce((select sum(p.amount_fen) from payment_line p
           where p.case_id = l.case_id and p.component = l.component and p.month = l.month and p.status = 'paid'), 0)
   limit 1;
  if found then
    raise exception 'More would be asked back for % than was paid', beyond.month
      using errcode = 'check_violation', constraint = 'recovery_within_paid';
  end if;
  return null;
end $$;
create trigger recovery_within_paid after insert on recovery_line
  referencing new table as added for each statement execute function recovery_within_paid();

do $$
declare t text;
begin
  for t in select unnest(array['recovery', 'recovery_line', 'recovery_entry']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for select to doudi_api using (in_scope(division))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
  end loop;
end $$;
grant select on recovery, recovery_line, recovery_entry to doudi_api, doudi_worker;
grant insert on recovery, recovery_line, recovery_entry to doudi_worker;

-- A new account is not paid into for a while: who changed it by fraud is found out before the money is gone.
alter table bank_account add column pays_from date check (extract(day from pays_from) = 1);
