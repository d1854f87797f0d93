-- What is destroyed with a file. Its journal stays, with the facts of its decisions, its amounts and its payments; what is
-- personal goes: src/db/personalData.ts is the list of places. No role of the application has the right to take any of it
-- away but from a released list, and that is the database's own rule.

-- Which cases a list that was released has still to destroy. Asked by triggers, whoever the statement comes from.
create function to_be_destroyed(of uuid) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from destruction_item i join destruction_list l using (list_id)
                  where i.case_id = of and i.taken_off_at is null and i.destroyed_at is null and l.state = 'released')
$$;
create policy read_by_owner on destruction_list for select to doudi_owner using (true);
create policy read_by_owner on destruction_item for select to doudi_owner using (true);
revoke all on function to_be_destroyed(uuid) from public;
grant execute on function to_be_destroyed(uuid) to doudi_api, doudi_worker;

create function destroyed_from_a_list() returns trigger language plpgsql as $$
begin
  -- Sealed anew under another key (doudi keys rotate): the owner's to do, and nothing is lost.
  if tg_op = 'UPDATE' and to_jsonb(new) ->> tg_argv[0] is not null and current_user = 'doudi_owner' then return new; end if;
  if (tg_op = 'UPDATE' and to_jsonb(new) ->> tg_argv[0] is not null) or not to_be_destroyed(old.case_id) then
    raise exception 'What is on file of a case is destroyed from a released list, and not otherwise changed'
      using errcode = 'check_violation', constraint = 'destroyed_from_a_list';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

-- Sealed contents that the journal quotes: the row stays, its text goes.
alter table application alter column sealed drop not null;
alter table comparison alter column sealed drop not null;
alter table assessment alter column sealed drop not null;
alter table notice alter column sealed drop not null;
alter table message alter column sealed drop not null;
alter table document alter column sealed_name drop not null;
alter table handover alter column sealed drop not null;
alter table case_export alter column sealed_reason drop not null;

do $$
declare t text; c text;
begin
  for t, c in values ('application', 'sealed'), ('comparison', 'sealed'), ('assessment', 'sealed'), ('notice', 'sealed'),
                     ('command', 'sealed'), ('fact', 'sealed'), ('message', 'sealed'), ('document', 'sealed_name'),
                     ('handover', 'sealed'), ('case_export', 'sealed_reason') loop
    execute format('create trigger destroyed_from_a_list before update of %2$I on %1$I for each row
                      when (old.%2$I is not null and new.%2$I is distinct from old.%2$I) execute function destroyed_from_a_list(%2$L)', t, c);
    execute format('grant update (%2$I) on %1$I to doudi_worker', t, c);
  end loop;
  -- Who the persons were, and by what they could be found: the rows go. Persons counted with an emergency (aid_person) and
  -- texts of findings (finding_text) may be taken away for other reasons, too.
  for t in select unnest(array['person', 'person_claim', 'bank_account', 'person_flag']) loop
    execute format('create trigger destroyed_from_a_list before delete on %1$I for each row execute function destroyed_from_a_list()', t);
    execute format('grant delete on %1$I to doudi_worker', t);
  end loop;
end $$;
create index on command (case_id) where case_id is not null;
create index on person_claim (case_id);
create index on finding_text (case_id);

-- The bytes of a document lie outside the database: removed after its file was destroyed, unless another file has the same.
alter table document add column removed_at timestamptz;
grant update (removed_at) on document to doudi_worker;
create index document_to_remove on document (case_id) where sealed_name is null and removed_at is null;
create index document_of_content on document (sha256);

-- A file that was destroyed is not gone on with: neither by its own journal nor by another's.
create function destroyed_stays_destroyed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_table_name = 'case_file' then
    if exists (select from destruction_item i where i.case_id = new.case_id and i.destroyed_at is not null) then
      raise exception 'A file that was destroyed is not gone on with' using errcode = 'check_violation', constraint = 'destroyed_stays_destroyed';
    end if;
    return new;
  end if;
  if exists (select from destruction_item i where i.destroyed_at is not null
              and i.case_id in (nullif(to_jsonb(new) ->> 'predecessor', '')::uuid, nullif(to_jsonb(new) ->> 'referred_from', '')::uuid,
                                case when tg_table_name <> 'application' then (to_jsonb(new) ->> 'case_id')::uuid end)) then
    raise exception 'A file that was destroyed is not gone on with' using errcode = 'check_violation', constraint = 'destroyed_stays_destroyed';
  end if;
  return new;
end $$;
create trigger destroyed_stays_destroyed before update on case_file for each row
  when (old.ended_as is not null and new.seq > old.seq) execute function destroyed_stays_destroyed();
create trigger destroyed_stays_destroyed before insert on application for each row
  when (new.predecessor is not null or new.referred_from is not null) execute function destroyed_stays_destroyed();
create trigger destroyed_stays_destroyed before insert on document for each row execute function destroyed_stays_destroyed();
