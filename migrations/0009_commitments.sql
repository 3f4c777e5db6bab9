create table commitment (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  plan_line_id uuid not null,
  -- The pair it was agreed between.
  employee_id uuid not null,
  manager_id uuid,
  layer text not null,
  what text not null,
  how text not null,
  measure text not null,
  support text not null,
  support_kind text,
  owner_kind text not null check (owner_kind in ('employee', 'manager', 'company')),
  owner_id uuid,
  due_on date not null,
  agreed_at timestamptz not null,
  done_at timestamptz,
  not_done_at timestamptz,
  settled_by uuid,
  reason text,
  primary key (org_id, id),
  unique (org_id, plan_line_id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, employee_id) references person (org_id, id),
  check (done_at is null or not_done_at is null)
);
create index commitment_by_owner on commitment (org_id, owner_id, due_on);
create index commitment_by_employee on commitment (org_id, employee_id, due_on);
create index commitment_by_manager on commitment (org_id, manager_id, due_on);
create index commitment_by_conversation on commitment (org_id, conversation_id);

create table check_in (
  org_id uuid not null references organization (id),
  id uuid not null,
  commitment_id uuid not null,
  note text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, commitment_id) references commitment (org_id, id)
);
create index check_in_by_commitment on check_in (org_id, commitment_id, id);

do $$ declare t text;
begin
  foreach t in array array['commitment', 'check_in'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
