-- A word to one person that something happened or waits. Kind and ids only; the text is composed
-- when it is read, from what that person may know then.
create table notice (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (org_id, id),
  unique (org_id, person_id, kind, subject_id),
  foreign key (org_id, person_id) references person (org_id, id)
);
create index notice_unread on notice (org_id, person_id, id) where read_at is null;
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_in_org on notice using (org_id = (select current_org()));
