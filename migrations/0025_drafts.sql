-- Templates and flows still being written. A draft may be incomplete; what is published from it is a
-- version like any other and never changes.
create table template_draft (
  org_id uuid not null references organization (id),
  id uuid not null,
  -- Null until the first version is published.
  template_id uuid,
  -- The key the template has, or will have.
  key text not null,
  body jsonb not null,
  -- The version it was started from: its own template's, or the one it is a copy of.
  based_on uuid,
  -- Counts the saves: whoever saves upon an older one is told, not overwritten.
  revision int not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  discarded_at timestamptz,
  discarded_by uuid,
  published_at timestamptz,
  published_version_id uuid,
  primary key (org_id, id),
  foreign key (org_id, template_id) references template (org_id, id),
  foreign key (org_id, based_on) references template_version (org_id, id),
  foreign key (org_id, published_version_id) references template_version (org_id, id)
);
-- One next version at a time, so that two people do not write it apart from each other.
create unique index template_draft_open on template_draft (org_id, template_id)
  where template_id is not null and discarded_at is null and published_at is null;

create table flow_draft (
  org_id uuid not null references organization (id),
  id uuid not null,
  flow_id uuid,
  key text not null,
  body jsonb not null,
  based_on uuid,
  revision int not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  discarded_at timestamptz,
  discarded_by uuid,
  published_at timestamptz,
  published_version_id uuid,
  primary key (org_id, id),
  foreign key (org_id, flow_id) references flow (org_id, id),
  foreign key (org_id, based_on) references flow_version (org_id, id),
  foreign key (org_id, published_version_id) references flow_version (org_id, id)
);
create unique index flow_draft_open on flow_draft (org_id, flow_id)
  where flow_id is not null and discarded_at is null and published_at is null;

-- What changed, in the words of whoever published.
alter table template_version add column note text;
alter table flow_version add column note text;

-- No longer offered for new talks; those under way and everything written stay as they are.
alter table template add column retired_at timestamptz, add column retired_by uuid;
alter table flow add column retired_at timestamptz, add column retired_by uuid;

-- A new version brought to talks already under way: by whom, why, how far (E19).
create table template_adoption (
  org_id uuid not null references organization (id),
  id uuid not null,
  template_id uuid not null,
  to_version_id uuid not null,
  scope text not null check (scope in ('notStarted', 'allOpen')),
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  -- Talks it reached, and those of them in which something handed in came back; null until it is done.
  talks int,
  given_back int,
  primary key (org_id, id),
  foreign key (org_id, template_id) references template (org_id, id),
  foreign key (org_id, to_version_id) references template_version (org_id, id)
);
create index template_adoption_by_template on template_adoption (org_id, template_id, id);

do $$ declare t text;
begin
  foreach t in array array['template_draft', 'flow_draft', 'template_adoption'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
