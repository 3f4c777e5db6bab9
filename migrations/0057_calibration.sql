-- What HR expects of a cycle's ratings, per label of each scale, in percent with a tolerance: written while
-- the cycle is a draft, frozen with its launch. Null: nothing is expected.
alter table cycle add column expected jsonb;

-- A calibration that was finished: for which group, what lay outside the expectation that day, and why
-- whoever finished it went on. It never changes a rating. The reason is what somebody wrote, so it stands
-- behind the second wall (0018_wall.sql) and opens to its author alone where rules do not decide.
create table calibration_note (
  org_id uuid not null references organization (id),
  id uuid not null,
  cycle_id uuid not null,
  scale text not null,
  -- Null: everybody whom its author may count.
  department_id uuid,
  -- Null: the group was calibrated, not one talk.
  conversation_id uuid,
  rated integer not null,
  -- The labels outside: value, people, expected percent.
  outside jsonb not null,
  reason text,
  by_id uuid not null,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, cycle_id) references cycle (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, by_id) references person (org_id, id)
);
create index calibration_note_cycle on calibration_note (org_id, cycle_id, at);
alter table calibration_note enable row level security;
alter table calibration_note force row level security;
create policy calibration_note_in_org on calibration_note using (
  org_id = (select current_org()) and ((select content_reach()) = 'all' or by_id = content_person()));
