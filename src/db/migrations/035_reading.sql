-- Reading personal data is itself recorded: who, which case, by which route, why. Written by the request that reads, and
-- by nobody changed; read by the auditors of whoever sees the case.
create table reading (
  reading_id  bigint generated always as identity primary key,
  at          timestamptz not null default now(), -- real time: an auditor compares it with other systems' logs
  officer     text not null,
  roles       text[] not null,
  division    text not null,                      -- of the reader
  route       text not null,
  case_id     uuid,                               -- null: a list, a file of the bank's, payloads of Temporal's
  subject     text,                               -- of what is no case: the run
  purpose     text not null,
  stated      boolean not null                    -- said by the reader; otherwise what the role is there for
);
create index on reading (case_id, reading_id);
create index on reading (officer, reading_id);
create index on reading (division, reading_id);

alter table reading enable row level security;
alter table reading force row level security;
create policy written on reading for insert to doudi_api with check (true);
-- Of one's own county's readers everything; of others what they read of one's own cases.
create policy audited on reading for select to doudi_api
  using (in_scope(division) or exists (select 1 from case_file f where f.case_id = reading.case_id));
grant insert (officer, roles, division, route, case_id, subject, purpose, stated), select on reading to doudi_api;

-- Sealed texts are sealed again under a new key (doudi keys rotate). That is the owner's to do, as rebuilding is: the
-- application's own roles may not change what is append-only. What the owner sees without the keys is ciphertext.
do $$
declare t text;
begin
  for t in select unnest(array['application', 'person', 'bank_account', 'comparison', 'assessment', 'notice', 'command', 'fact',
                               'document', 'bank_file', 'message', 'officer_contact', 'instant_transfer', 'handover',
                               'case_export']) loop
    execute format('create policy resealed_read on %I for select to doudi_owner using (true)', t);
    execute format('create policy resealed on %I for update to doudi_owner using (true) with check (true)', t);
  end loop;
end $$;

-- As before, but that the owner may seal the payee again.
create or replace function instant_transfer_goes_forward() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'planned' then
      raise exception 'A transfer begins as planned' using errcode = 'check_violation', constraint = 'instant_transfer_begins_planned';
    end if;
    return new;
  end if;
  if (new.transfer_id, new.case_id, new.amount_fen, new.purpose, new.content_hash)
     is distinct from (old.transfer_id, old.case_id, old.amount_fen, old.purpose, old.content_hash)
     or (new.sealed <> old.sealed and current_user <> 'doudi_owner') then
    raise exception 'A transfer''s amount and payee do not change' using errcode = 'check_violation', constraint = 'instant_transfer_unchanged';
  end if;
  if new.state <> old.state and (old.state, new.state) not in
     (('planned', 'sent'), ('planned', 'recalled'), ('sent', 'settled'), ('sent', 'rejected'), ('sent', 'recalled')) then
    raise exception 'A transfer that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'instant_transfer_goes_forward';
  end if;
  return new;
end $$;
