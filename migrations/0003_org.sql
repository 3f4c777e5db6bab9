create table department (
  org_id uuid not null references organization (id),
  id uuid not null,
  parent_id uuid,
  name text not null,
  -- Names from the root, joined by '/'; written with the row so that lists need no recursion.
  path text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, parent_id) references department (org_id, id)
);
create unique index department_path on department (org_id, path) where closed_at is null;

create table person (
  org_id uuid not null references organization (id),
  id uuid not null,
  employee_no text not null,
  name text not null,
  pinyin text not null default '',
  initials text not null default '',
  gender text,
  email text,
  phone text,
  hired_on date,
  left_on date,
  account_id uuid references account (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, employee_no)
);
create unique index person_account on person (org_id, account_id) where account_id is not null;
create index person_email on person (org_id, lower(email)) where email is not null;

create table assignment (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  department_id uuid not null,
  position text not null default '',
  job_family text,
  level text,
  manager_id uuid,
  kind text not null check (kind in ('primary', 'dotted')),
  from_on date not null,
  to_on date,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, manager_id) references person (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id),
  check (manager_id is distinct from person_id)
);
create unique index assignment_current on assignment (org_id, person_id)
  where kind = 'primary' and to_on is null;
create index assignment_by_manager on assignment (org_id, manager_id) where to_on is null;
create index assignment_by_department on assignment (org_id, department_id) where to_on is null;
create index assignment_by_person on assignment (org_id, person_id, from_on);

create table role_grant (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  role text not null check (role in
    ('hrAdmin', 'hrbp', 'executive', 'auditor', 'securityAdmin', 'itAdmin', 'facilitator')),
  department_id uuid,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text,
  granted_by uuid,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id)
);
create index role_grant_by_person on role_grant (org_id, person_id) where revoked_at is null;

create table invitation (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  token_hash text not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id)
);

do $$ declare t text;
begin
  foreach t in array array['department', 'person', 'assignment', 'role_grant', 'invitation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
