-- A finding is of one family: its text, without spaces and punctuation, is nobody else's in the township for as long as
-- policy says. Kept as a keyed hash; taken with the command, and free again where the command is refused.

create table finding_text (
  command_id  uuid primary key,
  case_id     uuid not null,
  division    text not null,
  text_hash   text not null,
  used_on     date not null,
  free_on     date not null check (free_on > used_on),
  constraint finding_of_one_family exclude using gist
    (division with =, text_hash with =, case_id with <>, daterange(used_on, free_on) with &&)
);

alter table finding_text enable row level security;
alter table finding_text force row level security;
create policy by_division on finding_text for all to doudi_api using (in_scope(division)) with check (in_scope(division));
create policy everything on finding_text for all to doudi_worker using (true) with check (true);
grant select, insert, delete on finding_text to doudi_api;
grant select, delete on finding_text to doudi_worker;

-- Supervision asks for the reviews alone, of all the clocks there are.
create index review_clock on clock (due_on, case_id) where kind = 'review' and status in ('running', 'passed');
create index review_overdue_clock on clock (case_id) where kind = 'reviewOverdue' and status in ('running', 'passed');
create index message_unsettled on message (send_from) where status in ('requested', 'sent');
