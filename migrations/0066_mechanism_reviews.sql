-- Once a year HR looks at its own mechanism and says what becomes of it. What was decided stays, with the
-- facts of that year as they were.
create table mechanism_review (
  org_id uuid not null references organization (id),
  id uuid not null,
  -- The year in which it was due.
  year int not null,
  decision text not null check (decision in ('keep', 'change', 'switchPreset')),
  -- The stage the company switched to.
  preset text,
  note text not null,
  facts jsonb not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, by_id) references person (org_id, id),
  check ((preset is not null) = (decision = 'switchPreset'))
);
alter table mechanism_review enable row level security;
alter table mechanism_review force row level security;
-- Behind the second wall (0018_wall.sql): whoever keeps the machine reads nothing people wrote.
create policy mechanism_review_in_org on mechanism_review using (
  org_id = (select current_org()) and (select content_reach()) = 'all');
