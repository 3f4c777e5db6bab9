-- An approved amendment taken back before both have signed anew (E08): by whom and why.
alter table amendment add column withdrawn_at timestamptz;
alter table amendment add column withdrawn_by uuid;
alter table amendment add column withdraw_reason text;
alter table amendment add check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdraw_reason is null));
alter table amendment add check (withdrawn_at is null or sealed_at is null);
alter table amendment add foreign key (org_id, withdrawn_by) references person (org_id, id);
drop index amendment_open_once;
create unique index amendment_open_once on amendment (org_id, conversation_id)
  where withdrawn_at is null and (decided_at is null or (approved_at is not null and sealed_at is null));

-- While a record is amended: everything as it stood, to go back to exactly. Withdrawn: what had been
-- written by then, so that nobody's words are lost.
create table amendment_copy (
  org_id uuid not null references organization (id),
  amendment_id uuid not null,
  conversation_id uuid not null,
  -- Table → its rows. Null once it has been withdrawn; the row goes with the new seal.
  standing jsonb,
  -- Place by place what differed from the sealed version.
  discarded jsonb,
  primary key (org_id, amendment_id),
  foreign key (org_id, amendment_id) references amendment (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
alter table amendment_copy enable row level security;
alter table amendment_copy force row level security;
create policy amendment_copy_in_org on amendment_copy using (
  org_id = (select current_org()) and ((select content_reach()) = 'all' or conversation_id in (select line_talks())));
