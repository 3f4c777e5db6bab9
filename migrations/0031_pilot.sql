-- A cycle may begin with a few teams: {departmentIds}, each with everything below it. Everybody else
-- follows when HR asks for the roll-out; until then design, people and days may still be changed.
alter table cycle
  add pilot jsonb,
  add rollout_asked_at timestamptz,
  add constraint cycle_rollout_follows_pilot check (rollout_asked_at is null or pilot is not null);
