-- Two accounts of one person (E28): one goes on, the other is joined to it. What is still being worked on is
-- handed over row by row, and `moved` remembers each, so that it can be handed back. What is sealed, signed or
-- recorded names for ever who did it then; whoever reads it follows `merged_into`.
alter table person
  add column merged_into uuid,
  add foreign key (org_id, merged_into) references person (org_id, id),
  add check (merged_into is distinct from id);
create index person_merged on person (org_id, merged_into) where merged_into is not null;

-- Who somebody of then is today.
create function person_now(org uuid, of uuid) returns uuid language sql stable parallel safe as
  $$ select coalesce((select merged_into from person where org_id = org and id = of), of) $$;

-- Everybody somebody has been: the account that goes on, and those joined to it.
create function persons_of(org uuid, of uuid) returns uuid[] language sql stable parallel safe as
  $$ select array(select id from person where org_id = org and merged_into = of) || of $$;

create table person_merge (
  org_id uuid not null references organization (id),
  id uuid not null,
  kept_id uuid not null,
  merged_id uuid not null,
  -- What spoke for it when it was asked, by name.
  evidence text[] not null,
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  -- With the second person's yes: what was handed over, table by table. Ids only.
  merged_at timestamptz,
  moved jsonb,
  undo_reason text,
  undo_asked_by uuid,
  undo_asked_at timestamptz,
  undone_by uuid,
  undone_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, kept_id) references person (org_id, id),
  foreign key (org_id, merged_id) references person (org_id, id),
  foreign key (org_id, asked_by) references person (org_id, id),
  foreign key (org_id, decided_by) references person (org_id, id),
  foreign key (org_id, undo_asked_by) references person (org_id, id),
  foreign key (org_id, undone_by) references person (org_id, id),
  check (kept_id <> merged_id),
  check (decided_by is distinct from asked_by),
  check (undone_by is null or undone_by <> undo_asked_by),
  check ((merged_at is null) = (moved is null)),
  check (undone_at is null or (merged_at is not null and undo_asked_at is not null))
);
-- One at a time about anybody who is to be joined.
create unique index person_merge_open on person_merge (org_id, merged_id)
  where decided_at is null or (merged_at is not null and undone_at is null);
create index person_merge_by_kept on person_merge (org_id, kept_id);

-- Two who look alike and are not the same: not suggested again.
create table not_double (
  org_id uuid not null references organization (id),
  -- The smaller id of the two.
  one_id uuid not null,
  other_id uuid not null,
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (org_id, one_id, other_id),
  foreign key (org_id, one_id) references person (org_id, id),
  foreign key (org_id, other_id) references person (org_id, id),
  check (one_id < other_id)
);

do $$ declare t text;
begin
  foreach t in array array['person_merge', 'not_double'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;

-- What waits for a second person is found by what happened.
drop index event_asked;
create index event_asked on event (org_id, kind, id)
  where kind in ('chain.exportAsked', 'erasure.asked', 'privacy.asked', 'merge.asked', 'merge.undoAsked');
