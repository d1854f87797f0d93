-- Who may do what in the database itself. doudi_api sees its division, doudi_worker everything; neither owns a table,
-- neither may change or delete what is append-only.

do $$
declare t text;
begin
  -- Tables whose rows belong to a division, and the column that says which.
  for t in select unnest(array['person', 'person_claim', 'bank_account', 'clock', 'expected_fact', 'decision', 'comparison',
                               'assessment',
                               'entitlement', 'notice', 'command', 'fact', 'outbox', 'document']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(division)) with check (in_scope(division))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
  end loop;
  for t in select unnest(array['application', 'case_file']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(township)) with check (in_scope(township))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
  end loop;
end $$;

alter table task enable row level security;
alter table task force row level security;
create policy by_division on task for all to doudi_api using (in_scope(case_division)) with check (in_scope(case_division));
create policy everything on task for all to doudi_worker using (true) with check (true);

-- An event is seen by whoever sees its case.
alter table case_event enable row level security;
alter table case_event force row level security;
create policy by_case on case_event for select to doudi_api
  using (exists (select 1 from case_file f where f.case_id = case_event.case_id));
create policy everything on case_event for all to doudi_worker using (true) with check (true);

-- What was decided in a case is read by whoever sees the case: the township, too, what the county returned it for.
create policy by_case on command for select to doudi_api
  using (exists (select 1 from case_file f where f.case_id = command.case_id));

grant usage on schema public to doudi_api, doudi_worker;
grant select on all tables in schema public to doudi_api, doudi_worker;
grant usage on all sequences in schema public to doudi_api, doudi_worker;
revoke select on callback_nonce from doudi_api;

grant insert on application, person, person_claim, bank_account, command, fact, callback_nonce, document, officer to doudi_api;
grant update (receipt, refusal, sent_at, attempts) on command to doudi_api;
grant update (claimed_by, claimed_at) on task to doudi_api;
grant update (offset_ms) on business_clock to doudi_api;

grant insert, update on case_file, task, clock, command, fact, outbox, officer to doudi_worker;
grant insert on case_event, expected_fact, decision, comparison, assessment, entitlement, notice, bank_account, application, person,
  person_claim, document, policy_value, division, calendar_year to doudi_worker;
grant update (started) on application to doudi_worker;
grant update (state) on person_claim to doudi_worker;
grant update on calendar_year, division, business_clock to doudi_worker;
grant delete on expected_fact to doudi_worker;

-- Duplicate control looks across counties, and tells no more than it must.
create function live_claims(hashes text[]) returns table (id_number_hash text, case_id uuid, county text, state text)
  language sql stable security definer set search_path = public as $$
  select c.id_number_hash, c.case_id, left(c.division, 6) || '000000', c.state
  from person_claim c where c.id_number_hash = any(hashes) and c.state <> 'ended'
$$;
-- Row-level security is forced on the owner too, so the function's owner is let in here, to read, and only here.
create policy duplicate_control on person_claim for select to doudi_owner using (true);

revoke all on function live_claims(text[]) from public;
grant execute on function live_claims(text[]) to doudi_api, doudi_worker;
