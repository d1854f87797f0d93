-- What a case was ever owed is asked for with every change of it, and by whoever opens the file.
create index on entitlement (case_id);
