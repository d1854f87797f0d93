-- 停旧建新: where the head of a household has died or left, its file ends and the survivors go on in one of their own,
-- chained to it, with what they are owed from the month in which the old one stops.

alter table application add column predecessor uuid references application(case_id);
alter table application add column inherits jsonb;
alter table application add constraint inherits_from_predecessor check ((predecessor is null) = (inherits is null));
create unique index one_successor_per_case on application (predecessor) where predecessor is not null;
