-- A rating that was calibrated (E21): the manager's own stays where it was written; what stood before, what
-- stands now, by whom and why is kept beside it, each time anew. Whether the employee had read the result by
-- then is a fact of the day. The reason is what somebody wrote: it stands behind the second wall (0018_wall.sql).
create table rating_calibration (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  stage_key text not null,
  dimension text not null,
  -- What stood before; null: not rated.
  was integer,
  value integer not null,
  reason text not null,
  by_id uuid not null,
  at timestamptz not null,
  was_read boolean not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, by_id) references person (org_id, id)
);
create index rating_calibration_talk on rating_calibration (org_id, conversation_id, dimension, id);
alter table rating_calibration enable row level security;
alter table rating_calibration force row level security;
create policy rating_calibration_in_org on rating_calibration using (
  org_id = (select current_org()) and ((select content_reach()) = 'all'
    or by_id = content_person() or conversation_id in (select line_talks())));
