-- 转介: a file may be opened from the papers of another, and an application may be taken at another window than that of its
-- township; both stay on file.
alter table application add column referred_from uuid references application(case_id);
alter table application add column handed_in_at text check (handed_in_at ~ '^[0-9]{12}$' and handed_in_at <> township);
create index on application (referred_from) where referred_from is not null;
