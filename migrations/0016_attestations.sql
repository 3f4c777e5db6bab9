-- What others said about a signed checkpoint: a timestamp (RFC 3161 token) or a witness's cosignature (C2SP signature line).
create table log_attestation (
  org_id uuid not null,
  epoch integer not null,
  size bigint not null,
  kind text not null check (kind in ('timestamp', 'cosignature')),
  -- The authority's name in its certificate, or the witness's key name.
  authority text not null,
  body bytea not null,
  -- The time the other side states, never ours.
  at timestamptz not null,
  primary key (org_id, epoch, size, kind, authority),
  foreign key (org_id, epoch, size) references log_checkpoint (org_id, epoch, size)
);

-- A witness that did not agree: what was asked and what it answered, kept as proof.
create table witness_dispute (
  org_id uuid not null,
  id uuid not null,
  epoch integer not null,
  size bigint not null,
  witness text not null,
  status integer not null,
  asked text not null,
  answered text not null,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, epoch) references log_key (org_id, epoch)
);

-- The checkpoint of a day, as it is handed to the contacts.
create table daily_checkpoint (
  org_id uuid not null,
  day date not null,
  epoch integer not null,
  size bigint not null,
  note text not null,
  primary key (org_id, day),
  foreign key (org_id, epoch, size) references log_checkpoint (org_id, epoch, size)
);

-- Who is handed the checkpoint of each day: auditors, the works council, whoever is to notice a second history.
create table checkpoint_contact (
  org_id uuid not null references organization (id),
  person_id uuid not null,
  role text not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, added_by) references person (org_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['log_attestation', 'witness_dispute', 'daily_checkpoint'] loop
    execute format('create trigger kept before update or delete on %I for each row execute function refuse_change()', name);
    execute format('create trigger kept_whole before truncate on %I execute function refuse_change()', name);
  end loop;
  foreach name in array array['log_attestation', 'witness_dispute', 'daily_checkpoint', 'checkpoint_contact'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (org_id = (select current_org()))', name || '_in_org', name);
  end loop;
end $$;
