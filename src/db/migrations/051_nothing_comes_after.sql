-- A file is destroyed once: what came to it afterwards would lie there for ever. A report that an outside system sends late,
-- a paper or a decision that was under way in that very moment: none of them comes to a destroyed file, whoever brings it.

drop trigger destroyed_stays_destroyed on document;
create or replace function destroyed_stays_destroyed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if exists (select from destruction_item i where i.destroyed_at is not null
              and i.case_id in (case tg_table_name when 'case_file' then new.case_id end,
                                nullif(to_jsonb(new) ->> 'predecessor', '')::uuid, nullif(to_jsonb(new) ->> 'referred_from', '')::uuid)) then
    raise exception 'A file that was destroyed is not gone on with' using errcode = 'check_violation', constraint = 'destroyed_stays_destroyed';
  end if;
  return new;
end $$;

-- Only a file on a list can be destroyed meanwhile: whoever brings something to one waits for the case's lock, which the
-- destroyer holds, and lets the destroyer wait until what was brought is there to be seen.
create function nothing_comes_after() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select from destruction_item i where i.case_id = new.case_id and i.taken_off_at is null) then return new; end if;
  perform pg_advisory_xact_lock_shared(hashtextextended(new.case_id::text, 0));
  if exists (select from destruction_item i where i.case_id = new.case_id and i.destroyed_at is not null) then
    raise exception 'Nothing is added to a file that was destroyed' using errcode = 'check_violation', constraint = 'nothing_comes_after';
  end if;
  return new;
end $$;

do $$
declare t text; c text;
begin
  for t, c in values ('application', 'sealed'), ('comparison', 'sealed'), ('assessment', 'sealed'), ('notice', 'sealed'),
                     ('command', 'sealed'), ('fact', 'sealed'), ('message', 'sealed'), ('document', 'sealed_name'),
                     ('handover', 'sealed'), ('case_export', 'sealed_reason') loop
    execute format('create trigger nothing_comes_after before insert or update of %2$I on %1$I for each row
                      when (new.%2$I is not null) execute function nothing_comes_after()', t, c);
  end loop;
  for t in select unnest(array['person', 'person_claim', 'bank_account', 'person_flag', 'aid_person', 'finding_text']) loop
    execute format('create trigger nothing_comes_after before insert on %1$I for each row execute function nothing_comes_after()', t);
  end loop;
end $$;
