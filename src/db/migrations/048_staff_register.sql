-- The register of a county's officers (工作人员登记): who works where, from which day until which, both included. An open end
-- is none. Who is entered as an investigator is looked up in it, where the county says so (policy staff.register).
alter table officer add column serves daterange not null default '[,]' check (not isempty(serves));
alter table officer add column set_by text;
alter table officer add column set_at timestamptz;
create index on officer (division);

alter table officer enable row level security;
alter table officer force row level security;
create policy by_division on officer for all to doudi_api using (in_scope(division)) with check (in_scope(division));
create policy everything on officer for all to doudi_worker using (true) with check (true);
grant update (division, label, serves, set_by, set_at) on officer to doudi_api;

-- A township is helped by investigators of its county and of its neighbours: asked across the county, and told no more than
-- which of the numbers nobody serves under.
create function not_serving(at_county text, numbers text[], on_day date) returns setof text
  language sql stable security definer set search_path = public as $$
  select n.officer from unnest(numbers) with ordinality n(officer, nth)
   where not exists (select from officer o
                      where o.officer = n.officer and left(o.division, 6) = left(at_county, 6) and o.serves @> on_day)
   order by n.nth
$$;
create policy not_serving on officer for select to doudi_owner using (true);
revoke all on function not_serving(text, text[], date) from public;
grant execute on function not_serving(text, text[], date) to doudi_api, doudi_worker;
