-- Transfers over a bank's instant channel (实时代付): first aid the same night. A transfer that was sent and of which the
-- bank has said nothing final is unknown; it is never sent again. What the database itself holds: the way is one way,
-- and neither amount nor payee changes.

create table instant_transfer (
  transfer_id    text primary key,        -- our idempotency key with the bank, and the id of its call in the outbox
  recall_id      text unique,             -- the id of the call that recalls it
  case_id        uuid not null,
  division       text not null,
  amount_fen     bigint not null check (amount_fen > 0),
  purpose        text not null,           -- a code
  sealed         text not null,           -- to whom: holder, bank, number
  content_hash   text not null,
  state          text not null default 'planned' check (state in ('planned', 'sent', 'settled', 'rejected', 'recalled')),
  reason         text,                    -- why rejected: the bank's code
  bank_reference text,
  planned_at     timestamptz not null,
  sent_at        timestamptz,
  unknown_since  timestamptz,             -- since when the bank has given no answer we could read
  ended_at       timestamptz,
  check ((state = 'rejected') = (reason is not null)),
  check ((state in ('settled', 'rejected', 'recalled')) = (ended_at is not null)),
  check (state not in ('sent', 'settled', 'rejected') or sent_at is not null),
  check (unknown_since is null or state = 'sent')
);
create index on instant_transfer (case_id);
create index on instant_transfer (unknown_since) where unknown_since is not null;

create function instant_transfer_goes_forward() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'planned' then
      raise exception 'A transfer begins as planned' using errcode = 'check_violation', constraint = 'instant_transfer_begins_planned';
    end if;
    return new;
  end if;
  if (new.transfer_id, new.case_id, new.amount_fen, new.purpose, new.sealed, new.content_hash)
     is distinct from (old.transfer_id, old.case_id, old.amount_fen, old.purpose, old.sealed, old.content_hash) then
    raise exception 'A transfer''s amount and payee do not change' using errcode = 'check_violation', constraint = 'instant_transfer_unchanged';
  end if;
  if new.state <> old.state and (old.state, new.state) not in
     (('planned', 'sent'), ('planned', 'recalled'), ('sent', 'settled'), ('sent', 'rejected'), ('sent', 'recalled')) then
    raise exception 'A transfer that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'instant_transfer_goes_forward';
  end if;
  return new;
end $$;
create trigger instant_transfer_goes_forward before insert or update on instant_transfer
  for each row execute function instant_transfer_goes_forward();

-- The bank said something final, and then something else. Kept for a person to look at; it moves no money.
create table instant_contradiction (
  transfer_id  text not null references instant_transfer(transfer_id),
  division     text not null,
  said         text not null check (said in ('settled', 'rejected', 'recalled')),
  reason       text,
  said_at      timestamptz not null,
  primary key (transfer_id, said)
);

do $$
declare t text;
begin
  for t in select unnest(array['instant_transfer', 'instant_contradiction']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(division)) with check (in_scope(division))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
  end loop;
end $$;

grant select on instant_transfer, instant_contradiction to doudi_api, doudi_worker;
grant insert, update on instant_transfer to doudi_worker;
grant insert on instant_contradiction to doudi_worker;

-- An emergency does not wait behind others.
alter table outbox add column urgent boolean not null
  generated always as (effect in ('transferNow', 'recallTransfer')) stored;
create index outbox_due_urgent on outbox (urgent desc, next_try_at) where done_at is null;
drop index outbox_due;
