-- A stage can belong to somebody by name: found in the organization when it opens, and kept.
alter table stage add column owner_id uuid;
-- found, nobodyThere, neverOneself, passedOn.
alter table stage add column owner_reason text;
create index stage_by_owner on stage (org_id, owner_id, run_id) where owner_id is not null;

-- A stage was sent back to an earlier one. The reason is for whoever has to do it again.
create table sent_back (
  org_id uuid not null references organization (id),
  id uuid not null,
  run_id uuid not null,
  stage_key text not null,
  to_key text not null,
  reason text not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (org_id, id)
);
create index sent_back_by_run on sent_back (org_id, run_id, id);

alter table sent_back enable row level security;
alter table sent_back force row level security;
create policy sent_back_in_org on sent_back using (org_id = (select current_org()));
