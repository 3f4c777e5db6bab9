-- What somebody besides the two writes into a conversation, at a stage of the flow that is theirs: a
-- dotted-line manager, the manager's manager (E04). Each has a part of their own; nothing is averaged.
create table contribution (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  stage_key text not null,
  author_id uuid not null,
  -- Field key → { value, version }.
  answers jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  primary key (org_id, conversation_id, stage_key, author_id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, author_id) references person (org_id, id)
);

alter table contribution enable row level security;
alter table contribution force row level security;
create policy contribution_in_org on contribution using (org_id = (select current_org()));
