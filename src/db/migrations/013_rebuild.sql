-- What is folded from the journal can be folded again (doudi rebuild). That is the database's owner's to do: the
-- application's own roles may not take a row of the record away. The owner sees for it the journal and these tables, and
-- nothing of persons.

do $$
declare t text;
begin
  for t in select unnest(array['case_file', 'task', 'clock', 'expected_fact', 'decision', 'entitlement', 'recovery',
                               'recovery_line', 'recovery_entry']) loop
    execute format('create policy rebuilt_by_owner on %I for all to doudi_owner using (true) with check (true)', t);
  end loop;
  for t in select unnest(array['case_event', 'payment_line']) loop
    execute format('create policy read_by_owner on %I for select to doudi_owner using (true)', t);
  end loop;
end $$;
