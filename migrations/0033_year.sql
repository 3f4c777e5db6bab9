-- What an organization means to do in a year: which conversations when and by which channel, and the
-- projects during which nobody should wait longer than a month for a talk. Removed rows stay for undo.
create table planned_talk (
  org_id uuid not null references organization (id),
  id uuid not null,
  scenario text not null,
  channel text not null,
  name text not null,
  starts_on date not null,
  ends_on date not null,
  note text not null,
  -- The cycle that was set up from it.
  cycle_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, cycle_id) references cycle (org_id, id),
  check (starts_on <= ends_on)
);
create table project (
  org_id uuid not null references organization (id),
  id uuid not null,
  name text not null,
  starts_on date not null,
  ends_on date not null,
  -- Each with everything below it; empty is the whole organization.
  department_ids uuid[] not null,
  created_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, id),
  check (starts_on <= ends_on)
);
do $$ declare t text;
begin
  foreach t in array array['planned_talk', 'project'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
