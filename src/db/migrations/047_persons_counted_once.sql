-- Figures of aid count a person once, by what was known on the day: who was established is read from the journal, too.
create index persons_established on case_event (case_id, seq) where type = 'identityRestored';
