-- What the nightly self-check looked at, how far it came, and what it found.
create table self_check (
  org_id uuid not null references organization (id),
  id uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  records integer not null default 0,
  -- Search words that were made anew from the sealed bytes.
  reindexed integer not null default 0,
  leaves integer not null default 0,
  -- Where the next night goes on; null: from the beginning.
  after_record uuid,
  after_version integer,
  after_epoch integer,
  after_leaf bigint,
  -- Everything was looked at since the last time it had been.
  is_whole boolean not null default false,
  -- The leaf that states the result; null where the log could not be written.
  epoch integer,
  leaf_index bigint,
  primary key (org_id, id)
);
create index self_check_by_time on self_check (org_id, started_at desc);

create table self_check_finding (
  org_id uuid not null references organization (id),
  id uuid not null,
  kind text not null check (kind in ('recordTampered', 'tableDiffers', 'leafDiffers', 'logBehind', 'logDiffers', 'signerForgot')),
  -- The record, by its id; null for the log.
  subject_id uuid,
  version integer,
  -- What of it: a part of the record, or the number of a leaf.
  part text not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, id)
);
create unique index self_check_finding_once on self_check_finding (org_id, kind, subject_id, version, part)
  nulls not distinct where gone_at is null;

do $$ declare t text;
begin
  foreach t in array array['self_check', 'self_check_finding'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;

-- An answer of a record that is sealed stays what was sealed; a new version of it opens first.
create function refuse_change_of_sealed_answer() returns trigger language plpgsql as $$
begin
  if new.value is distinct from old.value and exists (
    select from part p
      join conversation c on c.org_id = p.org_id and c.id = p.conversation_id
      join sealed_version s on s.org_id = c.org_id and s.record_id = c.id and s.version = c.record_version
     where p.org_id = old.org_id and p.id = old.part_id and p.kind <> 'privateNote'
  ) then
    raise exception 'update on answer is not allowed: the record is sealed'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept_once_sealed before update on answer
  for each row execute function refuse_change_of_sealed_answer();
