-- Whoever asked for an emergency look takes the question back while nobody has decided.
alter table break_glass
  add column withdrawn_at timestamptz,
  add check (withdrawn_at is null or decided_at is null);
drop index break_glass_open;
create index break_glass_open on break_glass (org_id, asked_at) where decided_at is null and withdrawn_at is null;
