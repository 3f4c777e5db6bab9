-- What a calibration began from: it counts only while the manager of the talk still rates as they did then.
-- Rows of the earlier program name no manager and count as they did when they were sealed with.
alter table rating_calibration
  add column manager_id uuid,
  -- What the manager had given; null: not rated.
  add column given integer,
  add foreign key (org_id, manager_id) references person (org_id, id);
