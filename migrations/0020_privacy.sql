-- What a person asked about their own data, and what was answered (个人信息保护法 Art. 44–50).
create table privacy_request (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('correction', 'objection', 'erasure')),
  -- Null: everything kept about the person.
  conversation_id uuid,
  wish text not null,
  asked_at timestamptz not null,
  due_on date not null,
  granted boolean,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  check ((granted is null) = (answered_at is null) and (answer is null) = (answered_at is null))
);
create index privacy_request_by_person on privacy_request (org_id, person_id, id);
create index privacy_request_open on privacy_request (org_id, due_on) where answered_at is null;

-- A record that may not be erased (legal hold), or only be stored (restriction, 封存).
create table data_hold (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('legalHold', 'restriction')),
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  lift_reason text,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, set_by) references person (org_id, id)
);
create unique index data_hold_in_force on data_hold (org_id, conversation_id, kind) where lifted_at is null;

-- The end of a record: asked by HR, approved by security administration, carried out by the worker.
create table erasure (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  request_id uuid,
  -- The law or rule it rests on, in words; shown for ever.
  basis text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  approved_at timestamptz,
  -- With the erasure: its place in the log, and the day on which the last backup with the record is gone.
  erased_at timestamptz,
  salt bytea,
  statement text,
  epoch integer,
  leaf_index bigint,
  backups_until date,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, request_id) references privacy_request (org_id, id),
  foreign key (org_id, asked_by) references person (org_id, id),
  foreign key (org_id, decided_by) references person (org_id, id),
  check (decided_by is distinct from asked_by),
  check ((erased_at is null) = (leaf_index is null))
);
create unique index erasure_open_once on erasure (org_id, conversation_id)
  where decided_at is null or approved_at is not null;

do $$ declare t text;
begin
  foreach t in array array['privacy_request', 'data_hold', 'erasure'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;

-- What somebody wishes is content: closed to whoever keeps the machine or watches over rights.
drop policy privacy_request_in_org on privacy_request;
create policy privacy_request_in_org on privacy_request using (org_id = (select current_org())
  and ((select content_reach()) = 'all' or person_id = content_person()));

-- What people wrote to their signatures goes with an approved erasure, and with nothing else.
create or replace function refuse_change_after_seal() returns trigger language plpgsql as $$
declare
  subject signature := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op = 'DELETE' and exists (
    select from erasure e
     where e.org_id = subject.org_id and e.conversation_id = subject.record_id
       and e.approved_at is not null and e.erased_at is null
  ) then
    return subject;
  end if;
  if tg_op = 'UPDATE' or exists (
    select from sealed_version s
     where s.org_id = subject.org_id and s.record_id = subject.record_id and s.version = subject.version
  ) then
    raise exception '% on % is not allowed: the record is sealed or the act is a fact', tg_op, tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return subject;
end $$;
