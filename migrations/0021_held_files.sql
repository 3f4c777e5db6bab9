-- Files that wait for the virus scanner, and those it refused: neither is ever handed out.
create table file_hold (
  org_id uuid not null references organization (id),
  file_id uuid not null,
  since timestamptz not null,
  -- Found infected: the bytes are gone, the row says so.
  infected_at timestamptz,
  primary key (org_id, file_id),
  foreign key (org_id, file_id) references file (org_id, id)
);
alter table file_hold enable row level security;
alter table file_hold force row level security;
create policy file_hold_in_org on file_hold using (org_id = (select current_org()));
