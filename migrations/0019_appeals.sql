-- A case about a record: a dispute before the signature, an appeal after the seal (E07, R365).
create table appeal (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  -- The version it was opened about.
  record_version integer not null,
  kind text not null check (kind in ('dispute', 'appeal')),
  reason text not null,
  wish text not null,
  -- The employee says that it is about the manager: then the manager learns nothing of it.
  about_manager boolean not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  -- The last day on which an answer is in time.
  due_on date not null,
  handler_id uuid,
  outcome text check (outcome in ('upheld', 'revised', 'withdrawn')),
  answer text,
  -- What an outcome `revised` opens again.
  parts text[],
  decided_by uuid,
  decided_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, opened_by) references person (org_id, id),
  foreign key (org_id, handler_id) references person (org_id, id),
  check ((outcome is null) = (decided_at is null)),
  check ((outcome = 'revised') = (parts is not null))
);
create unique index appeal_open_once on appeal (org_id, conversation_id) where decided_at is null;
create index appeal_by_conversation on appeal (org_id, conversation_id, id);
create index appeal_by_handler on appeal (org_id, handler_id) where decided_at is null;

-- Who was to decide it, who stepped back and why (E22): never overwritten.
create table appeal_step (
  org_id uuid not null references organization (id),
  id uuid not null,
  appeal_id uuid not null,
  kind text not null check (kind in ('named', 'replaced', 'recused')),
  person_id uuid not null,
  by_id uuid not null,
  reason text,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, appeal_id) references appeal (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, by_id) references person (org_id, id)
);
create index appeal_step_by_appeal on appeal_step (org_id, appeal_id, id);

-- A new version after a seal, or after a dispute: asked for, approved by a second person, sealed (E08).
create table amendment (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  appeal_id uuid,
  reason text not null,
  -- What may be written again.
  parts text[] not null check (cardinality(parts) > 0),
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  -- With the approval: the version that is being written.
  approved_at timestamptz,
  version integer,
  sealed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, appeal_id) references appeal (org_id, id),
  foreign key (org_id, asked_by) references person (org_id, id),
  foreign key (org_id, decided_by) references person (org_id, id),
  check (decided_by is distinct from asked_by),
  check ((approved_at is null) = (version is null))
);
create unique index amendment_open_once on amendment (org_id, conversation_id)
  where decided_at is null or (approved_at is not null and sealed_at is null);
create index amendment_by_conversation on amendment (org_id, conversation_id, id);

do $$ declare walled record;
begin
  for walled in select * from (values
    ('appeal', 'conversation_id in (select line_talks())'),
    ('appeal_step', 'appeal_id in (select a.id from appeal a where a.org_id = appeal_step.org_id)'),
    ('amendment', 'conversation_id in (select line_talks())')
  ) as list (name, own) loop
    execute format('alter table %I enable row level security', walled.name);
    execute format('alter table %I force row level security', walled.name);
    execute format('create policy %I on %I using (org_id = (select current_org()) and ((select content_reach()) = ''all'' or %s))',
      walled.name || '_in_org', walled.name, walled.own);
  end loop;
end $$;
