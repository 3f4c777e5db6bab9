-- What people are asked, and in which order. Versions are kept as they were published: answers,
-- snapshots and seals point to them.
create table template (
  org_id uuid not null references organization (id),
  id uuid not null,
  key text not null,
  -- Key of the template this one shares its questions with.
  variant_of text,
  -- Comes with the program; a newer program publishes a newer version.
  built_in boolean not null,
  position int not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, key)
);

create table template_version (
  org_id uuid not null,
  id uuid not null,
  template_id uuid not null,
  number int not null,
  body jsonb not null,
  -- SHA-256 of the canonical body (RFC 8785).
  hash text not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (org_id, id),
  unique (org_id, template_id, number),
  foreign key (org_id, template_id) references template (org_id, id)
);

create table flow (
  org_id uuid not null references organization (id),
  id uuid not null,
  key text not null,
  built_in boolean not null,
  position int not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, key)
);

create table flow_version (
  org_id uuid not null,
  id uuid not null,
  flow_id uuid not null,
  number int not null,
  body jsonb not null,
  hash text not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (org_id, id),
  unique (org_id, flow_id, number),
  foreign key (org_id, flow_id) references flow (org_id, id)
);

-- One stage of one run. No foreign key to the version: a launch opens a hundred thousand runs of the
-- same version in one statement, and versions never vanish.
create table stage (
  org_id uuid not null,
  run_id uuid not null,
  key text not null,
  flow_version_id uuid not null,
  kind text not null,
  actor text not null,
  phase text not null,
  position int not null,
  -- Null: asked for in any case. Otherwise whether the stage's condition is known to hold.
  needed boolean,
  due_on date,
  opened_at timestamptz,
  done_at timestamptz,
  -- Null with done_at: the system.
  done_by uuid,
  skipped_at timestamptz,
  skipped_by uuid,
  skip_reason text,
  primary key (org_id, run_id, key)
);
-- Whose turn it is, and whose is over: to-do lists, reminders and the monitor.
create index stage_open on stage (org_id, due_on, run_id)
  where opened_at is not null and done_at is null and skipped_at is null;

alter table template enable row level security;
alter table template force row level security;
create policy template_in_org on template using (org_id = (select current_org()));
alter table template_version enable row level security;
alter table template_version force row level security;
create policy template_version_in_org on template_version using (org_id = (select current_org()));
alter table flow enable row level security;
alter table flow force row level security;
create policy flow_in_org on flow using (org_id = (select current_org()));
alter table flow_version enable row level security;
alter table flow_version force row level security;
create policy flow_version_in_org on flow_version using (org_id = (select current_org()));
alter table stage enable row level security;
alter table stage force row level security;
create policy stage_in_org on stage using (org_id = (select current_org()));

create trigger template_version_is_kept before update or delete on template_version
  for each statement execute function refuse_change();
create trigger flow_version_is_kept before update or delete on flow_version
  for each statement execute function refuse_change();
