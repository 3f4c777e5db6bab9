-- The organization of the running transaction; the door sets it, row-level security reads it.
create function current_org() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('cuxi.org', true), '')::uuid $$;

-- For tables whose rows are facts: nothing may change or vanish, not even by our own mistake.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is not allowed: its rows are kept as they were written', tg_op, tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;

create table organization (
  id uuid primary key,
  name text not null,
  code text not null unique,
  timezone text not null,
  locale text not null,
  settings jsonb not null default '{}',
  demo_since timestamptz,
  created_at timestamptz not null
);

-- One row per change: the audit trail, the outbox and the timeline are this row.
-- `data` holds ids, codes, dates and counts, never what people wrote.
create table event (
  org_id uuid not null references organization (id),
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  person_id uuid,
  actor_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null,
  primary key (org_id, id)
);
create index event_by_subject on event (org_id, subject_id, id);
create index event_by_person on event (org_id, person_id, id) where person_id is not null;
alter table event enable row level security;
alter table event force row level security;
create policy event_in_org on event using (org_id = (select current_org()));
create trigger event_is_kept before update or delete on event
  for each statement execute function refuse_change();

-- What the worker has still to react to. Ids only, so it needs no organization to be read.
create table outbox (
  org_id uuid not null references organization (id),
  event_id uuid not null,
  attempts int not null default 0,
  not_before timestamptz not null default now(),
  last_error text,
  primary key (org_id, event_id)
);
create index outbox_due on outbox (not_before);

create table file (
  org_id uuid not null references organization (id),
  id uuid not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (org_id, id)
);
alter table file enable row level security;
alter table file force row level security;
create policy file_in_org on file using (org_id = (select current_org()));
