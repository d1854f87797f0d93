-- 鉴定销毁: a file whose time of keeping is over is destroyed from a list (销毁清册), which one proposes, another approves and
-- others supervise. A list has a chained journal of its own, as a run of payments has: an ended case's workflow is over, and
-- nobody else appends to a case's chain. What is destroyed from it is the next migration's matter.

-- 延期保存: a file is kept on, whatever its time; the newest word on a case holds. Append-only. Reasons are codes: a chain
-- keeps them for ever, and words might name somebody.
create table keeping_hold (
  hold_id   bigint generated always as identity primary key,
  case_id   uuid not null references application(case_id),
  county    text not null,
  division  text not null,
  reason    text not null check (reason in ('lawsuit', 'investigation', 'audit', 'claim', 'subjectAsks', 'value')),
  until     date not null,
  set_by    text not null,
  set_at    timestamptz not null
);
create index on keeping_hold (case_id, hold_id);
create index on keeping_hold (county, hold_id);

create table destruction_list (
  list_id      text primary key check (list_id ~ '^[0-9]{6}-[0-9]{4}-[0-9]{3}$'), -- <county>-<year>-<number in the year>
  county       text not null references division(code),
  state        text not null default 'proposed' check (state in ('proposed', 'approved', 'released', 'done', 'withdrawn')),
  ground       text not null,             -- the law it rests on, as policy had it
  proposed_by  text not null,
  proposed_at  timestamptz not null,
  approved_by  text,
  approved_at  timestamptz,
  supervisors  int check (supervisors >= 0), -- how many are to supervise, by the policy of the day it was approved
  done_at      timestamptz,
  seq          int not null default 0,
  tip_hash     text not null default repeat('0', 64),
  constraint approved_by_another check (approved_by <> proposed_by),
  check ((approved_by is null) = (approved_at is null) and (approved_by is null) = (supervisors is null)),
  check (state not in ('approved', 'released', 'done') or approved_by is not null),
  check ((state = 'done') = (done_at is not null))
);
create index on destruction_list (county, list_id);

-- 监销人: they have compared the list with the files before anything is destroyed.
create table destruction_supervision (
  list_id  text not null references destruction_list(list_id),
  county   text not null,
  nth      int not null check (nth > 0),
  officer  text not null,
  role     text not null,
  at       timestamptz not null,
  primary key (list_id, nth),
  constraint supervised_by_different_persons unique (list_id, officer)
);

create table destruction_item (
  list_id       text not null references destruction_list(list_id),
  case_id       uuid not null references application(case_id),
  case_number   text not null,
  county        text not null,
  division      text not null,
  ended_on      date not null,
  keep_until    date not null,
  taken_off_at  timestamptz,
  taken_off_by  text,
  taken_off_for text,                     -- a code: what keeps it
  destroyed_at  timestamptz,
  persons       int,
  contents      int,
  documents     int,
  primary key (list_id, case_id),
  check ((taken_off_at is null) = (taken_off_by is null) and (taken_off_at is null) = (taken_off_for is null)),
  check (taken_off_at is null or destroyed_at is null),
  check ((destroyed_at is null) = (persons is null or contents is null or documents is null))
);
-- On one list at a time, and destroyed once.
create unique index one_list_of_a_file on destruction_item (case_id) where taken_off_at is null;

create table destruction_event (
  list_id    text not null references destruction_list(list_id),
  county     text not null,
  seq        int not null check (seq > 0),
  at         timestamptz not null,
  type       text not null,
  actor      text not null,
  data       jsonb not null,
  key        text not null,
  prev_hash  text not null,
  hash       text not null,
  primary key (list_id, seq),
  unique (list_id, key)
);

-- A list goes from state to state, none left out: released once as many as policy asks have supervised it, done when each of
-- its files is destroyed or was taken off.
create function destruction_list_goes_forward() returns trigger language plpgsql as $$
begin
  if (new.list_id, new.county, new.ground, new.proposed_by, new.proposed_at) is distinct from
     (old.list_id, old.county, old.ground, old.proposed_by, old.proposed_at)
     or (old.approved_by is not null and (new.approved_by, new.approved_at, new.supervisors) is distinct from
                                         (old.approved_by, old.approved_at, old.supervisors)) then
    raise exception 'What was said of a list is not changed' using errcode = 'check_violation', constraint = 'destruction_list_unchanged';
  end if;
  if new.state = old.state then return new; end if;
  if (old.state, new.state) not in (('proposed', 'approved'), ('approved', 'released'), ('released', 'done'),
                                    ('proposed', 'withdrawn'), ('approved', 'withdrawn')) then
    raise exception 'A list that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'destruction_list_goes_forward';
  end if;
  if new.state = 'released' and (select count(*) from destruction_supervision s where s.list_id = new.list_id) < new.supervisors then
    raise exception 'A list is released once it is supervised' using errcode = 'check_violation', constraint = 'destruction_supervised';
  end if;
  if new.state in ('done', 'withdrawn') and exists (
     select from destruction_item i where i.list_id = new.list_id and i.taken_off_at is null
        and (new.state = 'withdrawn' or i.destroyed_at is null)) then
    raise exception 'Files of the list are left' using errcode = 'check_violation', constraint = 'destruction_list_complete';
  end if;
  return new;
end $$;
create trigger destruction_list_goes_forward before update on destruction_list
  for each row execute function destruction_list_goes_forward();

create function supervised_by_others() returns trigger language plpgsql as $$
begin
  if exists (select from destruction_list l where l.list_id = new.list_id
              and (new.officer in (l.proposed_by, l.approved_by) or l.state <> 'approved')) then
    raise exception 'A list is supervised by others than propose and approve it, once it is approved'
      using errcode = 'check_violation', constraint = 'supervised_by_others';
  end if;
  return new;
end $$;
create trigger supervised_by_others before insert on destruction_supervision
  for each row execute function supervised_by_others();

create function destruction_item_goes_forward() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.taken_off_at is not null or new.destroyed_at is not null
       or (select l.state from destruction_list l where l.list_id = new.list_id) <> 'proposed' then
      raise exception 'A file is put on a list while it is proposed' using errcode = 'check_violation', constraint = 'destruction_item_proposed';
    end if;
    return new;
  end if;
  if old.destroyed_at is not null or old.taken_off_at is not null then
    raise exception 'What became of a file is not changed' using errcode = 'check_violation', constraint = 'destruction_item_unchanged';
  end if;
  if new.destroyed_at is not null and (select l.state from destruction_list l where l.list_id = new.list_id) <> 'released' then
    raise exception 'A file is destroyed from a released list' using errcode = 'check_violation', constraint = 'destroyed_from_a_released_list';
  end if;
  return new;
end $$;
create trigger destruction_item_goes_forward before insert or update on destruction_item
  for each row execute function destruction_item_goes_forward();

-- ---------------------------------------------------------------- rights

do $$
declare t text;
begin
  for t in select unnest(array['keeping_hold', 'destruction_list', 'destruction_supervision', 'destruction_item', 'destruction_event']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
    execute format('grant select on %I to doudi_api, doudi_worker', t);
  end loop;
  -- The lists are the county's; what became of its files, each township sees of its own.
  for t in select unnest(array['destruction_list', 'destruction_supervision', 'destruction_event']) loop
    execute format('create policy by_county on %I for all to doudi_api using (in_scope(county)) with check (in_scope(county))', t);
  end loop;
  for t in select unnest(array['keeping_hold', 'destruction_item']) loop
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(division)) with check (in_scope(division))', t);
  end loop;
end $$;

grant insert on keeping_hold, destruction_list, destruction_supervision, destruction_item to doudi_api;
grant insert on destruction_event to doudi_api, doudi_worker;
grant update (state, approved_by, approved_at, supervisors, seq, tip_hash) on destruction_list to doudi_api;
grant update (state, done_at, seq, tip_hash) on destruction_list to doudi_worker;
grant update (taken_off_at, taken_off_by, taken_off_for) on destruction_item to doudi_api, doudi_worker;
grant update (destroyed_at, persons, contents, documents) on destruction_item to doudi_worker;
