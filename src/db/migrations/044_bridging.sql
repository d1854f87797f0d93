-- Aid ahead of a benefit's first month (过渡性救助) is temporary aid too: it counts with what the same persons are given
-- within the period of policy. Of a case of dibao only what was given; what it proposes is the benefit of a month.
create or replace function earlier_aid(own uuid, since timestamptz)
  returns table (case_id uuid, since_on date, cause text, amount_fen bigint)
  language sql stable security definer set search_path = public as $$
  with mine as (
    select id_number_hash from person where person.case_id = own
    union select id_number_hash from aid_person where aid_person.case_id = own
  ), others as (
    select p.case_id from person p where p.id_number_hash in (select id_number_hash from mine)
    union select a.case_id from aid_person a where a.id_number_hash in (select id_number_hash from mine)
  ), cases as (
    select f.case_id, f.programme, f.state, f.stage, f.ended_as, f.opened_at
      from others o join case_file f using (case_id)
     where f.case_id <> own
       and left(f.township, 6) = (select left(mine_file.township, 6) from case_file mine_file where mine_file.case_id = own)
  ), given as (
    select e.case_id, min(e.given_at) as first_at, max(e.cause) as cause, sum(e.amount_fen) as fen
      from emergency_aid e where e.case_id in (select cases.case_id from cases) and e.stands <> 'notGiven'
     group by e.case_id
  ), known as (
    select c.case_id, coalesce(g.first_at, c.opened_at) as at, coalesce(g.cause, c.state #>> '{aid,cause}') as cause,
           greatest(coalesce(g.fen, 0),
                    case when c.programme <> 'dibao' and c.ended_as is null and (c.state #>> '{proposal,grant}') = 'true'
                         then (c.state #>> '{proposal,amountFen}')::bigint else 0 end) as fen
      from cases c left join given g using (case_id)
  )
  select known.case_id, (known.at at time zone 'Asia/Shanghai')::date, known.cause, known.fen::bigint
    from known where known.fen > 0 and known.at >= since order by known.at, known.case_id
$$;
