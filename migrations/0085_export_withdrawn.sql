-- Whoever asked for a bulk export takes the question back while nobody has decided.
alter table chain_export
  add column withdrawn_at timestamptz,
  add check (withdrawn_at is null or decided_at is null);
