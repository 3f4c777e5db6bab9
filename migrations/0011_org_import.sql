-- Lists of people go by sound, page by page.
create index person_by_sound on person (org_id, pinyin, id);
-- Who was ever managed by whom: asked for the past, and when a person is taken out again.
create index assignment_ever_by_manager on assignment (org_id, manager_id);

-- A change of rights somebody has asked for and a second person decides.
create table grant_proposal (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  role text not null,
  department_id uuid,
  to_at timestamptz,
  reason text,
  -- The grant to end; null: a grant to make.
  revokes_id uuid,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  accepted_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id),
  foreign key (org_id, revokes_id) references role_grant (org_id, id),
  check (decided_by is distinct from proposed_by)
);
create index grant_proposal_open on grant_proposal (org_id, person_id) where decided_at is null;

-- A roster file on its way into the organization: read, mapped, looked through, written, undone.
create table org_import (
  org_id uuid not null references organization (id),
  id uuid not null,
  file_name text not null,
  sha256 text not null,
  encoding text not null,
  titles jsonb not null,
  header jsonb not null,
  header_line int not null,
  row_count int not null,
  read_ms int not null,
  mapping jsonb not null,
  choices jsonb not null,
  coverage text not null check (coverage in ('whole', 'part')),
  absent text not null check (absent in ('keep', 'leave')),
  -- Counts every change of mapping and choices, so that an approval is of what was looked at.
  revision int not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  approval_asked_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  approved_revision int,
  confirmed_by uuid,
  confirmed_at timestamptz,
  confirmed_counts jsonb,
  -- Rows written so far, as seen by those who wait; the rows themselves appear all at once.
  progress int not null default 0,
  failed_at timestamptz,
  failure text,
  applied_at timestamptz,
  applied_event_id uuid,
  applied_counts jsonb,
  undone_at timestamptz,
  undone_by uuid,
  discarded_at timestamptz,
  primary key (org_id, id),
  check (approved_by is distinct from created_by)
);

-- The rows of the file as they were read, two thousand at a time.
create table org_import_chunk (
  org_id uuid not null references organization (id),
  import_id uuid not null,
  n int not null,
  rows jsonb not null,
  primary key (org_id, import_id, n),
  foreign key (org_id, import_id) references org_import (org_id, id) on delete cascade
);

-- What an import created, and what stood there before it: enough to undo it exactly.
create table org_import_effect (
  org_id uuid not null references organization (id),
  import_id uuid not null,
  n int not null,
  effect jsonb not null,
  primary key (org_id, import_id, n),
  foreign key (org_id, import_id) references org_import (org_id, id) on delete cascade
);

do $$ declare t text;
begin
  foreach t in array array['grant_proposal', 'org_import', 'org_import_chunk', 'org_import_effect'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
