-- On-call duty (值班): who is called for an emergency, at a township or at its county, and in which order. Dated: what was
-- set for the past stays as it was.
create table duty_roster (
  division    text not null references division(code),
  role        text not null check (role in ('duty_officer', 'county_officer')),
  officer     text not null,
  call_order  int not null check (call_order between 1 and 9),
  during      tstzrange not null check (lower(during) < upper(during)),  -- business time; neither end is open
  set_by      text not null,
  set_at      timestamptz not null,
  -- At any instant one officer has a place in the line, and an officer one place.
  exclude using gist (division with =, role with =, call_order with =, during with &&),
  exclude using gist (division with =, role with =, officer with =, during with &&)
);

-- When nobody is on call at a seat. Asks as who looks.
create function duty_gaps(at_division text, as_role text, asked tstzrange) returns tstzmultirange
  language sql stable set search_path = public as $$
  select tstzmultirange(asked) - coalesce(range_agg(during), '{}')
    from duty_roster where division = at_division and role = as_role and during && asked
$$;

-- Officers were written to of a case: once for what has them called, however often it is recorded.
create table officer_message (
  case_id     uuid not null,
  key         text not null,
  officer     text not null,
  division    text not null,
  message_id  text not null references message(message_id) deferrable initially deferred,
  primary key (case_id, key, officer)
);

-- The townships in which emergencies were reported are to have somebody on call.
create index on application (township) where programme = 'emergency';

do $$
declare t text;
begin
  for t in select unnest(array['duty_roster', 'officer_message']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy by_division on %I for all to doudi_api using (in_scope(division)) with check (in_scope(division))', t);
    execute format('create policy everything on %I for all to doudi_worker using (true) with check (true)', t);
  end loop;
end $$;

grant select on duty_roster, officer_message to doudi_api, doudi_worker;
grant insert, delete on duty_roster to doudi_api;
grant insert on officer_message to doudi_worker;
