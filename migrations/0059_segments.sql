-- E03: who changed posts inside a cycle's period has the period in segments, as they were at the launch, oldest first.
-- `writer_id`: the former manager asked for a summary of the segment; null where nobody is.
create table segment (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  position int not null,
  from_on date not null,
  -- The last day.
  until_on date not null,
  -- Department names from the root, joined by '/'.
  department text not null,
  job text not null,
  manager_id uuid,
  manager_name text,
  template_version_id uuid not null,
  writer_id uuid,
  primary key (org_id, conversation_id, position),
  foreign key (org_id, manager_id) references person (org_id, id),
  foreign key (org_id, writer_id) references person (org_id, id)
);

alter table segment enable row level security;
alter table segment force row level security;
create policy segment_in_org on segment using (org_id = (select current_org()));
