-- Temporary assistance (临时救助) is given to persons wherever they apply in the county: what they were given before is asked
-- across its townships, by keyed hash, and tells no more than the question needs.

-- Who was helped in an emergency, once that is known. Applicants of a household stand in `person`.
create table aid_person (
  case_id         uuid not null references application(case_id),
  division        text not null,
  id_number_hash  text not null,
  primary key (case_id, id_number_hash)
);
create index on aid_person (id_number_hash);

alter table aid_person enable row level security;
alter table aid_person force row level security;
create policy by_division on aid_person for all to doudi_api using (in_scope(division)) with check (in_scope(division));
create policy everything on aid_person for all to doudi_worker using (true) with check (true);
grant select, insert on aid_person to doudi_api, doudi_worker;

-- What persons of a case were given in other cases of its county since a day: given, or decided or proposed and not given
-- yet. A transfer that did not arrive is nothing.
create function earlier_aid(own uuid, since timestamptz)
  returns table (case_id uuid, since_on date, cause text, amount_fen bigint)
  language sql stable security definer set search_path = public as $$
  with mine as (
    select id_number_hash from person where person.case_id = own
    union select id_number_hash from aid_person where aid_person.case_id = own
  ), others as (
    select p.case_id from person p where p.id_number_hash in (select id_number_hash from mine)
    union select a.case_id from aid_person a where a.id_number_hash in (select id_number_hash from mine)
  ), cases as (
    select f.case_id, f.state, f.stage, f.ended_as, f.opened_at
      from others o join case_file f using (case_id)
     where f.programme in ('temporary', 'emergency') and f.case_id <> own
       and left(f.township, 6) = (select left(mine_file.township, 6) from case_file mine_file where mine_file.case_id = own)
  ), given as (
    select e.case_id, min(e.given_at) as first_at, max(e.cause) as cause, sum(e.amount_fen) as fen
      from emergency_aid e where e.case_id in (select cases.case_id from cases) and e.stands <> 'notGiven'
     group by e.case_id
  ), known as (
    select c.case_id, coalesce(g.first_at, c.opened_at) as at, coalesce(g.cause, c.state #>> '{aid,cause}') as cause,
           greatest(coalesce(g.fen, 0),
                    case when c.ended_as is null and (c.state #>> '{proposal,grant}') = 'true'
                         then (c.state #>> '{proposal,amountFen}')::bigint else 0 end) as fen
      from cases c left join given g using (case_id)
  )
  select known.case_id, (known.at at time zone 'Asia/Shanghai')::date, known.cause, known.fen::bigint
    from known where known.fen > 0 and known.at >= since order by known.at, known.case_id
$$;
-- Row-level security is forced on the owner too, so the function's owner is let in here, to read, and only here.
create policy earlier_aid on person for select to doudi_owner using (true);
create policy earlier_aid on aid_person for select to doudi_owner using (true);

revoke all on function earlier_aid(uuid, timestamptz) from public;
grant execute on function earlier_aid(uuid, timestamptz) to doudi_api, doudi_worker;
