-- Which questions of a part were asked and which stayed empty when it was handed in or sealed: keys
-- only, never a word of an answer. Reports compare managers with it without opening a single record.
create table fullness (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  part text not null check (part in ('self', 'manager', 'talk', 'agreement')),
  template_version_id uuid not null,
  -- Who led the part: its author; for the talk and the agreement the manager.
  author_id uuid,
  asked text[] not null,
  empty text[] not null,
  at timestamptz not null,
  primary key (org_id, conversation_id, part),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
alter table fullness enable row level security;
alter table fullness force row level security;
create policy fullness_in_org on fullness using (org_id = (select current_org()));
