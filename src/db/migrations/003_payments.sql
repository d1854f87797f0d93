-- Payments: runs, their lines, a double-entry ledger and a chained journal of their own. Money is integer fen; a month
-- and a period are the first day of that month.

-- ---------------------------------------------------------------- runs

create table disbursement (
  disbursement_id  text primary key,      -- <county>:<YYYY-MM>
  county           text not null references division(code),
  period           date not null check (extract(day from period) = 1),
  state            text not null default 'open'
                     check (state in ('open', 'prepared', 'signed', 'filed', 'handedOver', 'closed')),
  opened_by        text not null,
  opened_at        timestamptz not null,
  prepared_at      timestamptz,
  handed_over_at   timestamptz,
  closed_at        timestamptz,
  -- Every line of the run is planned; what is held back is not ordered, the rest is what the signatures are for.
  planned_lines    int,
  planned_fen      bigint,
  held_lines       int,
  held_fen         bigint,
  to_pay_lines     int,
  to_pay_fen       bigint,
  control          jsonb,                 -- the comparison with the run before
  paid_lines       int,
  paid_fen         bigint,
  returned_lines   int,
  returned_fen     bigint,
  seq              int not null default 0,
  tip_hash         text not null default repeat('0', 64),
  unique (county, period),
  unique (disbursement_id, to_pay_fen),
  check (planned_lines = held_lines + to_pay_lines and planned_fen = held_fen + to_pay_fen),
  constraint closed_in_balance check (state <> 'closed' or coalesce(
    paid_lines + held_lines + returned_lines = planned_lines and paid_fen + held_fen + returned_fen = planned_fen, false))
);
create index disbursement_unfinished on disbursement (opened_at) where state <> 'closed';

-- Two different persons, each naming the total they saw. The foreign key refuses another total, and keeps the total
-- from changing once somebody has signed for it.
create table disbursement_signature (
  disbursement_id  text not null,
  county           text not null,
  nth              int not null check (nth in (1, 2)),
  officer          text not null,
  role             text not null check (role = 'finance_officer'),
  division         text not null check (division = county),
  total_fen        bigint not null check (total_fen > 0),
  command_id       uuid not null references command(command_id),
  at               timestamptz not null,
  primary key (disbursement_id, nth),
  constraint signed_by_two_persons unique (disbursement_id, officer),
  constraint signed_for_the_total foreign key (disbursement_id, total_fen) references disbursement (disbursement_id, to_pay_fen)
);

create table disbursement_event (
  disbursement_id  text not null references disbursement(disbursement_id),
  county           text not null,
  seq              int not null check (seq > 0),
  at               timestamptz not null,
  type             text not null,
  actor            text not null,
  data             jsonb not null,
  key              text not null,
  prev_hash        text not null,
  hash             text not null,
  primary key (disbursement_id, seq),
  unique (disbursement_id, key)
);

-- ---------------------------------------------------------------- lines

create sequence payment_line_number;

-- One amount for one month of one component. Partitioned by the month it is for, not by the run, because only so can
-- an index over all partitions refuse a second payment of that month. `part` is 1 for the payment of a month; 2 and on
-- for differences after the entitlement was raised (补发).
create table payment_line (
  line_id          bigint not null default nextval('payment_line_number'),
  disbursement_id  text not null references disbursement(disbursement_id),
  county           text not null,
  division         text not null,         -- the household's township
  case_id          uuid not null,
  component        text not null check (component in ('base', 'topup')),
  month            date not null check (extract(day from month) = 1),
  part             int not null check (part > 0),
  period           date not null check (month <= period),
  amount_fen       bigint not null check (amount_fen > 0),
  subject          text not null,         -- budget subject (预算科目)
  status           text not null check (status in ('planned', 'held', 'ordered', 'paid', 'returned')),
  reason           text,                  -- why held or returned: a code
  account_id       uuid,
  end_to_end_id    text not null generated always as ('DD' || left(disbursement_id, 6) || lpad(line_id::text, 12, '0')) stored,
  planned_at       timestamptz not null,
  ordered_at       timestamptz,
  settled_at       timestamptz,
  primary key (line_id, month),
  check ((status in ('held', 'returned')) = (reason is not null)),
  check (status = 'held' or account_id is not null),
  check ((status in ('paid', 'returned')) = (settled_at is not null))
) partition by range (month);

create unique index one_live_payment on payment_line (case_id, component, month, part)
  where status in ('planned', 'ordered', 'paid');
create index on payment_line (disbursement_id, line_id);
create index on payment_line (case_id, line_id);
create index on payment_line (end_to_end_id);

-- Double entry: an order is a debit of the budget subject and a credit of what is in transit at the bank; paid moves it
-- on to the treasury's account, returned back to the subject. Partitioned by the run's period.
create table ledger_entry (
  period           date not null,
  disbursement_id  text not null references disbursement(disbursement_id),
  county           text not null,
  line_id          bigint not null,
  posting          text not null check (posting in ('ordered', 'paid', 'returned')),
  account          text not null,         -- subject:<code>, inTransit, treasury
  debit_fen        bigint not null default 0 check (debit_fen >= 0),
  credit_fen       bigint not null default 0 check (credit_fen >= 0),
  at               timestamptz not null,
  primary key (period, line_id, posting, account),
  check ((debit_fen = 0) <> (credit_fen = 0))
) partition by range (period);
create index on ledger_entry (disbursement_id, account);

do $$
begin
  for year in 2020..2039 loop
    execute format('create table payment_line_%s partition of payment_line for values from (%L) to (%L)',
                   year, make_date(year, 1, 1), make_date(year + 1, 1, 1));
    execute format('create table ledger_entry_%s partition of ledger_entry for values from (%L) to (%L)',
                   year, make_date(year, 1, 1), make_date(year + 1, 1, 1));
  end loop;
end $$;

-- What is live for a month never exceeds what its entitlements give: neither a second payment nor too large a
-- difference can be written, by whatever statement. Serialised per county, so that two writers see each other; a
-- transaction that goes on seeing the world of its beginning would not, and is refused. Nothing is added to a run once
-- it is prepared: what two persons sign for is what they saw.
create function payment_within_entitlement() returns trigger language plpgsql as $$
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
             where e.case_id = t.case_id and e.component = t.component
               and daterange(e.month_from, e.month_to, '[]') @> t.month), 0)
   limit 1;
  if found then
    raise exception 'More would be paid for % than the household is entitled to', beyond.month
      using errcode = 'check_violation', constraint = 'payment_within_entitlement';
  end if;
  return null;
end $$;
create trigger payment_within_entitlement after insert on payment_line
  referencing new table as added for each statement execute function payment_within_entitlement();

create function payment_goes_forward() returns trigger language plpgsql as $$
begin
  if (old.status, new.status) not in (('planned', 'ordered'), ('ordered', 'paid'), ('ordered', 'returned')) then
    raise exception 'A payment that is % cannot become %', old.status, new.status
      using errcode = 'check_violation', constraint = 'payment_goes_forward';
  end if;
  return new;
end $$;
create trigger payment_goes_forward before update on payment_line for each row execute function payment_goes_forward();

-- A run goes from state to state, none left out: signed with two signatures, filed with its file, closed with the totals
-- its lines really have. A run that pays nothing is closed as soon as it is prepared.
create function run_goes_forward() returns trigger language plpgsql as $$
declare
  states constant text[] := array['open', 'prepared', 'signed', 'filed', 'handedOver', 'closed'];
begin
  if array_position(states, new.state) <> array_position(states, old.state) + 1
     and not (old.state = 'prepared' and new.state = 'closed' and new.to_pay_lines = 0) then
    raise exception 'A run that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'run_goes_forward';
  end if;
  if new.state = 'signed' and (select count(*) from disbursement_signature s where s.disbursement_id = new.disbursement_id) <> 2 then
    raise exception 'A run is signed by two persons' using errcode = 'check_violation', constraint = 'run_signed_by_two';
  end if;
  if new.state = 'filed' and not exists (
    select from bank_file f where f.disbursement_id = new.disbursement_id and f.direction = 'out' and f.kind = 'pain.001') then
    raise exception 'A run is filed with its file' using errcode = 'check_violation', constraint = 'run_filed_with_its_file';
  end if;
  if new.state = 'closed' and not coalesce(
       (new.planned_lines, new.planned_fen, new.held_lines, new.held_fen, new.paid_lines, new.paid_fen, new.returned_lines, new.returned_fen) = (
         select count(*), coalesce(sum(amount_fen), 0), count(*) filter (where status = 'held'), coalesce(sum(amount_fen) filter (where status = 'held'), 0),
                count(*) filter (where status = 'paid'), coalesce(sum(amount_fen) filter (where status = 'paid'), 0),
                count(*) filter (where status = 'returned'), coalesce(sum(amount_fen) filter (where status = 'returned'), 0)
           from payment_line l where l.disbursement_id = new.disbursement_id), false) then
    raise exception 'A run is closed with the totals of its lines' using errcode = 'check_violation', constraint = 'run_closed_as_counted';
  end if;
  return new;
end $$;
create trigger run_goes_forward before update on disbursement
  for each row when (old.state <> new.state) execute function run_goes_forward();

create function ledger_balances() returns trigger language plpgsql as $$
begin
  if exists (select from added group by line_id, posting having sum(debit_fen) <> sum(credit_fen)) then
    raise exception 'A posting that does not balance' using errcode = 'check_violation', constraint = 'ledger_balances';
  end if;
  return null;
end $$;
create trigger ledger_balances after insert on ledger_entry
  referencing new table as added for each statement execute function ledger_balances();

-- ---------------------------------------------------------------- the bank's files

-- Every file that went out or came in, once, whole and sealed; the hash is of the bytes as they travelled.
create table bank_file (
  file_id          uuid primary key,
  county           text,                  -- unknown while a file cannot be read
  disbursement_id  text references disbursement(disbursement_id),
  direction        text not null check (direction in ('out', 'in')),
  kind             text not null check (kind in ('pain.001', 'roster', 'pain.002')),
  name             text not null,
  sha256           text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes       bigint not null,
  sealed           text not null,
  stored_at        timestamptz not null,
  settled_at       timestamptz            -- handed over, or posted
);
-- The rosters of two months may be the same to the byte; a report that comes twice is one report.
create unique index one_incoming_file_of_a_content on bank_file (sha256) where direction = 'in';
create unique index one_outgoing_file_of_a_name on bank_file (name) where direction = 'out';
create unique index one_file_of_a_kind_per_run on bank_file (disbursement_id, kind) where direction = 'out';
create index bank_file_to_post on bank_file (disbursement_id) where direction = 'in' and settled_at is null;

-- What the bank said and cannot be posted; the run shows it, nothing is guessed.
create table payment_quarantine (
  quarantine_id    bigint generated always as identity primary key,
  county           text,
  disbursement_id  text references disbursement(disbursement_id),
  file_id          uuid not null references bank_file(file_id),
  end_to_end_id    text,
  reason           text not null check (reason in ('unreadable', 'unknownRun', 'totalsDiffer', 'unknownLine', 'wrongAmount', 'duplicate', 'contradictory', 'calledDuplicate', 'late')),
  said             jsonb not null,
  at               timestamptz not null
);
create index on payment_quarantine (disbursement_id, quarantine_id);

-- What other authorities report about a person. Settled once the case has been looked at again.
create table person_flag (
  id_number_hash   text not null,
  flag             text not null check (flag in ('dead')),
  since            date not null,
  source           text not null,
  reported_at      timestamptz not null,
  settled_at       timestamptz,
  primary key (id_number_hash, flag)
);

-- ---------------------------------------------------------------- rights

do $$
declare t text;
begin
  for t in select unnest(array['disbursement', 'disbursement_signature', 'disbursement_event', 'ledger_entry', 'bank_file', 'payment_quarantine']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(county)) with check (in_scope(county))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
    execute format('grant select on %I to doudi_api, doudi_worker', t);
  end loop;
end $$;

alter table payment_line enable row level security;
alter table payment_line force row level security;
create policy by_division on payment_line for select to doudi_api using (in_scope(division));
create policy everything on payment_line for all to doudi_worker using (true) with check (true);
alter table person_flag enable row level security;
alter table person_flag force row level security;
create policy everything on person_flag for all to doudi_worker using (true) with check (true);

grant select on payment_line to doudi_api, doudi_worker;
grant select, insert, update on person_flag to doudi_worker;
grant insert (disbursement_id, county, period, opened_by, opened_at) on disbursement to doudi_api;
grant update (state, prepared_at, handed_over_at, closed_at, planned_lines, planned_fen, held_lines, held_fen, to_pay_lines, to_pay_fen,
              control, paid_lines, paid_fen, returned_lines, returned_fen, seq, tip_hash) on disbursement to doudi_worker;
grant insert on disbursement, disbursement_signature, disbursement_event, payment_line, ledger_entry, bank_file, payment_quarantine to doudi_worker;
grant update (status, reason, ordered_at, settled_at) on payment_line to doudi_worker;
grant update (settled_at) on bank_file to doudi_worker;
grant usage on sequence payment_line_number to doudi_worker;

-- ---------------------------------------------------------------- the case's timeline: its journal and its payments

create view case_timeline with (security_invoker = true) as
  select case_id, at, seq, type, actor, data from case_event
  union all
  select l.case_id, s.at, null, s.type, 'system',
         jsonb_strip_nulls(jsonb_build_object(
           'disbursement', l.disbursement_id, 'month', to_char(l.month, 'YYYY-MM'), 'component', l.component, 'part', l.part,
           'amountFen', l.amount_fen, 'endToEndId', l.end_to_end_id,
           'reason', case when s.type in ('paymentHeld', 'paymentReturned') then l.reason end))
    from payment_line l
    cross join lateral (values
      ('paymentHeld', case when l.status = 'held' then l.planned_at end),
      ('paymentOrdered', l.ordered_at),
      ('paymentPaid', case when l.status = 'paid' then l.settled_at end),
      ('paymentReturned', case when l.status = 'returned' then l.settled_at end)) s(type, at)
   where s.at is not null;
grant select on case_timeline to doudi_api, doudi_worker;
