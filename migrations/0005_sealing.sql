-- The log: leaves, the hashes of its complete subtrees (level 0 are the leaves), and what was signed.
-- An epoch is one key and one tree; a new one begins only with a signed statement of loss.
create table log_key (
  org_id uuid not null references organization (id),
  epoch integer not null,
  origin text not null,
  -- name+id+base64, as verifiers take it
  public_key text not null,
  created_at timestamptz not null,
  primary key (org_id, epoch)
);

create table log_leaf (
  org_id uuid not null,
  epoch integer not null,
  leaf_index bigint not null,
  leaf text not null,
  at timestamptz not null,
  primary key (org_id, epoch, leaf_index),
  foreign key (org_id, epoch) references log_key (org_id, epoch)
);

create table log_node (
  org_id uuid not null,
  epoch integer not null,
  level smallint not null,
  node_index bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (org_id, epoch, level, node_index),
  foreign key (org_id, epoch) references log_key (org_id, epoch)
);

create table log_checkpoint (
  org_id uuid not null,
  epoch integer not null,
  size bigint not null,
  note text not null,
  at timestamptz not null,
  primary key (org_id, epoch, size),
  foreign key (org_id, epoch) references log_key (org_id, epoch)
);

-- The sealed bytes, encrypted; `sealed` is nonce, ciphertext and tag.
create table sealed_version (
  org_id uuid not null references organization (id),
  record_id uuid not null,
  version integer not null,
  sealed bytea not null,
  commit text not null,
  epoch integer not null,
  leaf_index bigint not null,
  sealed_at timestamptz not null,
  primary key (org_id, record_id, version),
  unique (org_id, epoch, leaf_index),
  foreign key (org_id, epoch, leaf_index) references log_leaf (org_id, epoch, leaf_index)
);

-- Salt and data key of one sealed version, wrapped by the organization's key that lies outside the database.
-- Erasing a record means deleting its rows here and in seal_pid.
create table seal_secret (
  org_id uuid not null references organization (id),
  record_id uuid not null,
  version integer not null,
  wrapped bytea not null,
  primary key (org_id, record_id, version)
);

-- The random names by which the log knows a record and its people.
create table seal_pid (
  org_id uuid not null references organization (id),
  record_id uuid not null,
  subject_id uuid not null,
  pid uuid not null,
  primary key (org_id, record_id, subject_id)
);

create table signature (
  org_id uuid not null references organization (id),
  id uuid not null,
  record_id uuid not null,
  version integer not null,
  person_id uuid not null,
  name text not null,
  role text not null,
  level text not null check (level in ('S1')),
  outcome text not null check (outcome in ('agreed', 'readWithReservation', 'refused', 'notAnswered')),
  statement text,
  shown_hash text not null check (shown_hash ~ '^[0-9a-f]{64}$'),
  -- Who wrote it down when that was not the person: null with by_system, or the person recorded_by.
  recorded_by uuid,
  by_system boolean not null default false,
  at timestamptz not null,
  ip text not null,
  user_agent text not null,
  primary key (org_id, id),
  unique (org_id, record_id, version, person_id),
  foreign key (org_id, person_id) references person (org_id, id)
);

create table receipt (
  org_id uuid not null references organization (id),
  id uuid not null,
  record_id uuid not null,
  version integer not null,
  person_id uuid not null,
  -- c2sp.org/tlog-proof@v1
  proof text not null,
  at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, record_id, version, person_id),
  foreign key (org_id, record_id, version) references sealed_version (org_id, record_id, version),
  foreign key (org_id, person_id) references person (org_id, id)
);
create index receipt_by_person on receipt (org_id, person_id, id);

create function refuse_change_after_seal() returns trigger language plpgsql as $$
declare
  subject signature := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op = 'UPDATE' or exists (
    select from sealed_version s
     where s.org_id = subject.org_id and s.record_id = subject.record_id and s.version = subject.version
  ) then
    raise exception '% on % is not allowed: the record is sealed or the act is a fact', tg_op, tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return subject;
end $$;
create trigger kept before insert or update or delete on signature
  for each row execute function refuse_change_after_seal();

do $$
declare
  name text;
begin
  foreach name in array array['log_key', 'log_leaf', 'log_node', 'log_checkpoint', 'sealed_version', 'receipt'] loop
    execute format('create trigger kept before update or delete on %I for each row execute function refuse_change()', name);
  end loop;
  foreach name in array array['log_key', 'log_leaf', 'log_node', 'log_checkpoint', 'sealed_version', 'receipt', 'signature'] loop
    execute format('create trigger kept_whole before truncate on %I execute function refuse_change()', name);
  end loop;
  foreach name in array array['log_key', 'log_leaf', 'log_node', 'log_checkpoint', 'sealed_version', 'seal_secret',
    'seal_pid', 'signature', 'receipt'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (org_id = (select current_org()))', name || '_in_org', name);
  end loop;
end $$;
