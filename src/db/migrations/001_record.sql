-- The record: journal, its projections, and what comes in before a workflow has taken it up.
-- Names of columns are the field's terms (docs/glossary.md). Money is integer fen; instants are timestamptz in business time.

create extension if not exists btree_gist;

-- ---------------------------------------------------------------- divisions and who sees what

create table division (
  code   text primary key check (code ~ '^[0-9]{12}$'),
  name   text not null,
  level  text not null check (level in ('nation', 'province', 'prefecture', 'county', 'township', 'village')),
  parent text references division(code)
);

-- The part of a division code that its whole subtree shares: 420582000000 -> 420582.
create function division_scope(code text) returns text language sql immutable strict parallel safe as $$
  select case
    when code = '000000000000' then ''
    when code like '%0000000000' then left(code, 2)
    when code like '%00000000' then left(code, 4)
    when code like '%000000' then left(code, 6)
    when code like '%000' then left(code, 9)
    else code end
$$;

-- True where the request's division (set_config 'doudi.division') covers the row's. Nothing set shows nothing;
-- a used pooled connection holds '' and must show nothing too, hence nullif.
create function in_scope(row_division text) returns boolean language sql stable parallel safe as $$
  select coalesce(starts_with(row_division, division_scope(nullif(current_setting('doudi.division', true), ''))), false)
$$;

-- ---------------------------------------------------------------- policy, calendar, clock: dated data

create table policy_value (
  policy_id      bigint generated always as identity primary key,
  division       text not null,
  key            text not null,
  value          jsonb not null,
  unit           text not null,
  effective_from date not null,
  effective_to   date,
  known_from     date not null,
  ground         text not null check (length(ground) > 0),
  set_by         text not null,
  level          text not null check (level in ('national', 'local', 'assumed')),
  loaded_at      timestamptz not null default now(),
  exclude using gist (division with =, key with =, known_from with =,
                      daterange(effective_from, effective_to, '[)') with &&)
);
create index on policy_value (key, division);

create table calendar_year (
  year     int primary key,
  notice   text not null,
  version  text not null,
  rest     date[] not null,
  make_up  date[] not null
);

-- Business time = real time + offset. One row; moved only forward, only by the test clock. Where it begins is nobody's to
-- choose but the owner's: a test begins on a date of its own, before or after the real one.
create table business_clock (
  one        boolean primary key default true check (one),
  offset_ms  bigint not null default 0
);
insert into business_clock default values;

create function business_time_goes_forward() returns trigger language plpgsql as $$
begin
  if new.offset_ms < old.offset_ms then
    raise exception 'Business time goes forward only' using errcode = 'check_violation', constraint = 'business_time_goes_forward';
  end if;
  return new;
end $$;
create trigger business_time_goes_forward before update on business_clock
  for each row execute function business_time_goes_forward();

create function business_now() returns timestamptz language sql volatile as $$
  select clock_timestamp() + (select offset_ms from business_clock) * interval '1 millisecond'
$$;

-- ---------------------------------------------------------------- officers

create table officer (
  officer   text primary key,             -- staff number of the natural person, however many accounts
  division  text not null,
  label     text not null                 -- post, for display; never a private person's data
);

-- ---------------------------------------------------------------- applications: written first, then the workflow starts

create sequence case_number;

create table application (
  case_id       uuid primary key,
  case_number   text not null unique,
  programme     text not null,
  county        text not null references division(code),
  township      text not null references division(code),
  area          text not null check (area in ('urban', 'rural')),
  submitted_at  timestamptz not null,
  submitted_by  text not null,
  sealed        text not null,            -- field cipher: the whole declaration (persons, incomes, property, account)
  content_hash  text not null,            -- keyed hash of the declaration, quoted by the journal
  members       int not null check (members > 0),
  relatives     text[] not null default '{}',  -- officers the applicant declared as near relatives
  started       boolean not null default false
);
create index on application (submitted_at) where not started;

create table person (
  person_id       uuid primary key,
  case_id         uuid not null references application(case_id),
  division        text not null,
  member_no       int not null,
  relation        text not null,
  is_applicant    boolean not null,
  id_number_hash  text not null,
  sealed          text not null,          -- name, ID number, phone
  unique (case_id, member_no)
);
create index on person (id_number_hash);

-- One person, one basic-living benefit or open application at a time, anywhere.
create table person_claim (
  id_number_hash  text not null,
  case_id         uuid not null references application(case_id),
  division        text not null,
  state           text not null check (state in ('open', 'benefit', 'ended')),
  primary key (id_number_hash, case_id)
);
create unique index one_live_claim_per_person on person_claim (id_number_hash) where state <> 'ended';

-- The account money goes to; versions are never edited.
create table bank_account (
  account_id    uuid primary key,
  case_id       uuid not null references application(case_id),
  division      text not null,
  account_hash  text not null,
  sealed        text not null,            -- holder, bank, number
  valid_from    timestamptz not null,
  set_by        text not null
);
create index on bank_account (case_id, valid_from desc);
create index on bank_account (account_hash);

-- ---------------------------------------------------------------- journal

create table case_event (
  case_id    uuid not null,
  seq        int not null check (seq > 0),
  at         timestamptz not null,
  type       text not null,
  actor      text not null,
  data       jsonb not null,
  key        text not null,               -- the command, fact or clock that brought it; unique to one commit
  prev_hash  text not null,
  hash       text not null,
  primary key (case_id, seq)
);
create index on case_event (case_id, key);

-- ---------------------------------------------------------------- projections: folded from the journal, droppable

create table case_file (
  case_id      uuid primary key,
  case_number  text not null unique,
  programme    text not null,
  county       text not null,
  township     text not null,
  stage        text not null,
  ended_as     text,
  seq          int not null,
  tip_hash     text not null,
  state        jsonb not null,
  opened_at    timestamptz not null,
  changed_at   timestamptz not null
);
create index on case_file (township, changed_at desc, case_id);

create table task (
  task_id     text primary key,           -- <caseId>.<stage>.<round>.<kind>
  case_id     uuid not null,
  case_division text not null,
  kind        text not null,
  role        text not null,
  division    text not null,
  standing    boolean not null,           -- may be decided at any time, asks for nothing
  version     int not null,
  status      text not null check (status in ('open', 'decided', 'withdrawn')),
  opened_at   timestamptz not null,
  due_at      timestamptz,
  clock       text,
  about       jsonb not null default '{}',
  closed_at   timestamptz,
  claimed_by  text,
  claimed_at  timestamptz
);
create index on task (role, division, due_at, task_id) where status = 'open' and not standing;
create index on task (case_id);

create table clock (
  clock_id     text primary key,          -- <caseId>.<stage>.<round>.<kind>
  case_id      uuid not null,
  division     text not null,
  kind         text not null,
  status       text not null check (status in ('running', 'paused', 'stopped', 'passed')),
  started_at   timestamptz not null,
  due_on       date not null,
  due_at       timestamptz not null,
  warn_at      timestamptz,
  warned_at    timestamptz,
  passed_at    timestamptz,
  stopped_at   timestamptz,
  ground       text not null,
  policy_level text not null,
  limit_days   int not null,
  limit_unit   text not null,
  calendar     text not null,
  provisional  boolean not null
);
create index on clock (case_id);
create index clock_to_warn on clock (warn_at) where status = 'running' and warned_at is null and warn_at is not null;
create index clock_to_pass on clock (due_at) where status = 'running' and passed_at is null;

create table expected_fact (
  fact_key   text primary key,            -- <caseId>.<stage>.<round>.<name>
  case_id    uuid not null,
  division   text not null,
  name       text not null,
  since      timestamptz not null
);

create table decision (
  decision_id   text primary key,         -- the task decided
  case_id       uuid not null,
  division      text not null,
  kind          text not null,
  outcome       text not null,
  officer       text not null,
  role          text not null,
  officer_division text not null,
  at            timestamptz not null,
  article       text not null,
  particulars   jsonb not null,
  command_id    uuid not null,
  content_hash  text not null
);
create index on decision (case_id, at);

-- What a survey's check report and home visit showed against the declaration, as it was put before the reviewer.
create table comparison (
  comparison_id  text primary key,        -- <caseId>.survey.<round>.comparison
  case_id        uuid not null,
  division       text not null,
  at             timestamptz not null,
  sealed         text not null,
  content_hash   text not null
);
create index on comparison (case_id);

create table assessment (
  assessment_id  text primary key,        -- <caseId>.<stage>.<round>
  case_id        uuid not null,
  division       text not null,
  at             timestamptz not null,
  eligible       boolean not null,
  amount_fen     bigint not null check (amount_fen >= 0),
  sealed         text not null,           -- stored inputs, policy used and the explanation tree
  content_hash   text not null
);
create index on assessment (case_id);

create table entitlement (
  entitlement_id  text primary key,
  case_id         uuid not null,
  division        text not null,
  county          text not null,
  component       text not null check (component in ('base', 'topup')),
  month_from      date not null check (extract(day from month_from) = 1),
  month_to        date check (extract(day from month_to) = 1 and month_to >= month_from),
  fen_per_month   bigint not null check (fen_per_month > 0),
  certificate     text not null,
  granted_at      timestamptz not null,
  exclude using gist (case_id with =, component with =, daterange(month_from, month_to, '[]') with &&)
);
create index on entitlement (county, month_from);

create table notice (
  notice_id   text primary key,
  case_id     uuid not null,
  division    text not null,
  kind        text not null,
  issued_at   timestamptz not null,
  public      boolean not null default false,
  sealed      text not null,              -- the text as issued
  content_hash text not null
);
create index on notice (case_id);

-- Events of the case not brought by its workflow (payments) are seen with the journal in the view case_timeline.

-- ---------------------------------------------------------------- what comes in

-- A human decision or request, stored before it is sent. Never deleted; the receipt is written by record.
create table command (
  command_id    uuid primary key,
  actor         text not null,
  key           text not null,
  body_hash     text not null,
  kind          text not null,
  case_id       uuid,
  division      text not null,
  task_id       text,
  payload       jsonb not null default '{}',  -- what the workflow is told; no personal data
  sealed        text,                     -- the whole content as given
  content_hash  text not null,
  created_at    timestamptz not null,
  sent_at       timestamptz not null default clock_timestamp(),
  attempts      int not null default 0,
  receipt       jsonb,
  refusal       jsonb,
  unique (actor, division, key)           -- an officer with posts in two divisions has two sets of keys
);
create index command_without_outcome on command (sent_at) where receipt is null and refusal is null;

-- Something an outside system says. Stored, then signalled; consumed when the journal has it.
create table fact (
  fact_id       uuid primary key,
  case_id       uuid not null,
  division      text not null,
  name          text not null,
  fact_key      text not null,
  source        text not null,
  source_id     text not null,
  payload       jsonb not null default '{}',  -- codes only
  sealed        text,
  content_hash  text not null,
  received_at   timestamptz not null,
  sent_at       timestamptz not null default clock_timestamp(),
  attempts      int not null default 0,
  consumed_at   timestamptz,
  outcome       text,
  unique (source, source_id)
);
create index fact_unconsumed on fact (sent_at) where consumed_at is null;
create index on fact (case_id);

-- Signatures seen, so that a callback cannot be played again.
create table callback_nonce (
  source  text not null,
  nonce   text not null,
  at      timestamptz not null default clock_timestamp(),
  primary key (source, nonce)
);

-- ---------------------------------------------------------------- what goes out

create table outbox (
  outbox_id    text primary key,          -- unique to the effect: <caseId>.<stage>.<round>.<effect>
  case_id      uuid not null,
  division     text not null,
  effect       text not null,
  payload      jsonb not null,
  created_at   timestamptz not null,
  next_try_at  timestamptz not null default clock_timestamp(),
  attempts     int not null default 0,
  last_error   text,
  done_at      timestamptz,
  answer       jsonb
);
create index outbox_due on outbox (next_try_at) where done_at is null;

-- ---------------------------------------------------------------- attachments

create table document (
  document_id   uuid primary key,
  case_id       uuid not null references application(case_id),
  division      text not null,
  code          text not null,            -- attachment code, e.g. 101 household book
  sha256        text not null,
  size_bytes    bigint not null check (size_bytes > 0),
  content_type  text not null,
  sealed_name   text not null,
  added_at      timestamptz not null,
  added_by      text not null
);
create index on document (case_id);
