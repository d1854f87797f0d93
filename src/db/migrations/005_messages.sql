-- Text messages: to households, of a case, and each working morning's digest to officers. The outbox sends them; here
-- stands what was to be said, and what became of it.

-- A call may have to wait for business time, as a message does for the morning. A digest has no case.
alter table outbox add column not_before timestamptz;
alter table outbox alter column case_id drop not null;

create table message (
  message_id    text primary key,         -- our idempotency key with the gateway: <caseId>.<place>.<round>.<kind>Message, or digest:<hash>
  case_id       uuid,
  division      text not null,
  kind          text not null,
  urgent        boolean not null default false,  -- goes at night and on rest days, too
  requested_at  timestamptz not null,
  send_from     timestamptz not null,     -- business time; before it the message waits
  status        text not null check (status in ('requested', 'sent', 'delivered', 'failed', 'undeliverable')),
  reason        text,                     -- why it did not arrive: a code
  sent_at       timestamptz,
  settled_at    timestamptz,
  sealed        text not null,            -- to whom, and the text as sent
  content_hash  text not null,
  check ((status in ('delivered', 'failed', 'undeliverable')) = (settled_at is not null)),
  check ((status in ('failed', 'undeliverable')) = (reason is not null))
);
create index on message (case_id);

-- Where an officer is reached, for each seat (role and division) of theirs.
create table officer_contact (
  officer       text not null,
  role          text not null,
  division      text not null,
  sealed_phone  text not null,
  phone_hash    text not null,
  set_by        text not null,
  set_at        timestamptz not null,
  primary key (officer, role, division)
);
create index on officer_contact (division);

-- One digest a seat and morning at most. Without a message: there was nothing to do.
create table digest (
  officer     text not null,
  role        text not null,
  division    text not null,
  on_day      date not null,
  message_id  text references message(message_id) deferrable initially deferred,
  primary key (officer, role, division, on_day)
);

do $$
declare t text;
begin
  for t in select unnest(array['message', 'officer_contact', 'digest']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(division)) with check (in_scope(division))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
  end loop;
end $$;

grant select on message, officer_contact, digest to doudi_api, doudi_worker;
grant update (status, reason, settled_at) on message to doudi_api;
grant insert, update, delete on officer_contact to doudi_api;
grant insert, update on message to doudi_worker;
grant insert on digest to doudi_worker;
