-- What registers say of those who go on in a file of their own goes with them.
grant update (case_id, member_no) on person_flag to doudi_worker;
create index person_flag_untaken on person_flag (reported_at) where confirmed_at is null and settled_at is null;
