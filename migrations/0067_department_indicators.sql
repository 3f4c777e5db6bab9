-- What the company means to reach in a period, broken down to figures its departments are looked at by.
-- They hold for the department with everything below it. Removed rows stay for undo.
create table department_indicator (
  org_id uuid not null references organization (id),
  id uuid not null,
  department_id uuid not null,
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  -- The goal of the company it comes from; '' where none is named.
  company_goal text not null,
  title text not null,
  target text not null,
  measure text not null,
  -- In percent of the department’s whole; null where nothing is weighed.
  weight int check (weight between 0 and 100),
  saved_by uuid not null,
  saved_at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id),
  foreign key (org_id, saved_by) references person (org_id, id)
);
create unique index department_indicator_once
  on department_indicator (org_id, department_id, period_from, period_to, title) where removed_at is null;

alter table department_indicator enable row level security;
alter table department_indicator force row level security;
create policy department_indicator_in_org on department_indicator using (org_id = (select current_org()));
