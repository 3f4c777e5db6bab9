create table cycle (
  org_id uuid not null references organization (id),
  id uuid not null,
  name text not null,
  kind text not null,
  period_from date not null,
  period_to date not null,
  -- The first day of the process; stages are due so many days after it.
  starts_on date not null,
  -- Who takes part: departments, levels, job families, a list, exceptions, and who stands in for whom.
  population jsonb not null,
  -- Which template and flow: [{levels, jobFamilies, templateVersionId, flowVersionId}], the closest fit.
  mapping jsonb not null,
  -- Stage key → day, where it differs from the flow's own.
  deadlines jsonb not null default '{}',
  version int not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  discarded_at timestamptz,
  launch_asked_at timestamptz,
  launch_asked_by uuid,
  launch_total int,
  launched_at timestamptz,
  closed_at timestamptz,
  primary key (org_id, id)
);

-- One person in one cycle, frozen at launch: a later change is an event of its own, never a re-read.
create table participation (
  org_id uuid not null references organization (id),
  id uuid not null,
  cycle_id uuid not null,
  person_id uuid not null,
  manager_id uuid,
  department_id uuid not null,
  conversation_id uuid not null,
  template_version_id uuid not null,
  flow_version_id uuid not null,
  -- {name, employeeNo, department, position, level, jobFamily, managerName, managerEmployeeNo, hiredOn,
  -- unrated}
  snapshot jsonb not null,
  created_at timestamptz not null,
  -- What became of the conversation, kept by its events: cycles are counted without opening records.
  sealed_at timestamptz,
  outcome text,
  closed_at timestamptz,
  primary key (org_id, id),
  unique (org_id, person_id, cycle_id),
  unique (org_id, conversation_id),
  -- Manager and department are read in the statement that writes them, and neither ever vanishes: a
  -- hundred thousand checks each would only make a launch slower.
  foreign key (org_id, cycle_id) references cycle (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id)
);
create index participation_by_cycle on participation (org_id, cycle_id, id);

do $$ declare t text;
begin
  foreach t in array array['cycle', 'participation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
