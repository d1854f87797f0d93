-- 县内迁移: a family moves to another township of the county, and its file with it. `division` says who may see a row
-- now; where something was done stands in the journal.

grant update (township) on application, case_file to doudi_worker;
grant update (case_division, division) on task to doudi_worker;
do $$
declare t text;
begin
  for t in select unnest(array['person', 'person_claim', 'bank_account', 'clock', 'expected_fact', 'decision', 'comparison',
                               'assessment', 'entitlement', 'notice', 'fact', 'outbox', 'document', 'message',
                               'recovery', 'recovery_line', 'recovery_entry', 'person_flag']) loop
    execute format('grant update (division) on %I to doudi_worker', t);
  end loop;
end $$;
