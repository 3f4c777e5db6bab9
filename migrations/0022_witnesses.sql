-- Every second person who was asked to countersign a refusal: one at a time, each kept.
create table witness_request (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  record_version int not null,
  witness_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  -- Said no, with a reason.
  declined_at timestamptz,
  decline_reason text,
  -- Somebody else was asked instead.
  withdrawn_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, witness_id) references person (org_id, id)
);
create unique index witness_request_open on witness_request (org_id, conversation_id, record_version)
  where declined_at is null and withdrawn_at is null;
create index witness_request_by_conversation on witness_request (org_id, conversation_id);
alter table witness_request enable row level security;
alter table witness_request force row level security;
create policy witness_request_in_org on witness_request using (org_id = (select current_org()));
