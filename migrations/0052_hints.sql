-- Hints that an author has put away, each by a mark of the text it was about: nobody else's business, so
-- it stands behind the second wall (0018_wall.sql) and opens to that person alone.
create table hint_put_away (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  person_id uuid not null,
  mark text not null,
  at timestamptz not null,
  primary key (org_id, conversation_id, person_id, mark),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id)
);
alter table hint_put_away enable row level security;
alter table hint_put_away force row level security;
create policy hint_put_away_in_org on hint_put_away using (
  org_id = (select current_org()) and ((select content_reach()) = 'all' or person_id = content_person()));

-- How many texts of a cycle were handed in for the first time, and how many of them with a hint still
-- standing. Only ever counted up, and of nobody: no row anywhere says whose text it was.
create table hint_count (
  org_id uuid not null references organization (id),
  cycle_id uuid not null,
  department_id uuid not null,
  texts integer not null,
  hinted integer not null,
  primary key (org_id, cycle_id, department_id),
  foreign key (org_id, cycle_id) references cycle (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id)
);
alter table hint_count enable row level security;
alter table hint_count force row level security;
create policy hint_count_in_org on hint_count using (org_id = (select current_org()));
