-- Somebody else leads a manager's talks for a while: asked, accepted, over after its last day (E10).
create table delegation (
  org_id uuid not null references organization (id),
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  -- Null: everybody the manager talks with.
  employee_ids uuid[],
  from_on date not null,
  -- The last day it is in force.
  until_on date not null,
  reason text not null,
  asked_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (org_id, id),
  foreign key (org_id, from_id) references person (org_id, id),
  foreign key (org_id, to_id) references person (org_id, id),
  check (from_id <> to_id),
  check (until_on >= from_on and until_on < from_on + 30),
  check (accepted_at is null or declined_at is null)
);
create index delegation_by_delegate on delegation (org_id, to_id, until_on);
create index delegation_by_manager on delegation (org_id, from_id, until_on);

-- A look into one open talk in an emergency: asked with a reason, approved by a second person, at
-- most four hours, told to the person it is about (E23).
create table break_glass (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  reason text not null,
  hours smallint not null check (hours between 1 and 4),
  -- A legal hold asked for with it: the person is told on that day, and by whose approval.
  hold_reason text,
  hold_until date,
  decided_by uuid,
  decided_at timestamptz,
  approved_at timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  -- Since when the person it is about may read of it.
  told_from timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, asked_by) references person (org_id, id),
  check (decided_by is distinct from asked_by),
  check (ends_at <= approved_at + interval '4 hours'),
  check ((hold_reason is null) = (hold_until is null))
);
create index break_glass_by_conversation on break_glass (org_id, conversation_id, id);
create index break_glass_open on break_glass (org_id, asked_at) where decided_at is null;

-- As what somebody opened a record, under which emergency, and since when its person may know.
alter table opening add column relation text;
alter table opening add column glass_id uuid;
alter table opening add column shown_from timestamptz;
alter table opening drop constraint opening_kind_check;
alter table opening add constraint opening_kind_check check (kind in ('read', 'export', 'chain'));

-- An export of many records' chains of events: one asks, another approves, it is taken within a day.
create table chain_export (
  org_id uuid not null references organization (id),
  id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  reason text not null,
  department_id uuid,
  from_on date not null,
  until_on date not null,
  decided_by uuid,
  decided_at timestamptz,
  approved_at timestamptz,
  expires_at timestamptz,
  taken_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, asked_by) references person (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id),
  check (decided_by is distinct from asked_by),
  check (until_on >= from_on)
);
create index chain_export_open on chain_export (org_id, asked_at);

do $$ declare t text;
begin
  foreach t in array array['delegation', 'break_glass', 'chain_export'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
