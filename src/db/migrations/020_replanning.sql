-- A changed length holds for clocks started from then on. Where the document that changes it says so, it holds for those that
-- run already (`running_clocks: replan`), once somebody has seen what it would move and has applied it.
alter table policy_value add column running_clocks text check (running_clocks = 'replan');
create table policy_applied (
  policy_id   bigint primary key references policy_value(policy_id),
  applied_at  timestamptz not null,
  applied_by  text not null,
  done_at     timestamptz                  -- every running clock it concerns has been counted anew
);
grant select on policy_applied to doudi_api, doudi_worker;
grant insert on policy_applied to doudi_worker;
grant update (done_at) on policy_applied to doudi_worker;
