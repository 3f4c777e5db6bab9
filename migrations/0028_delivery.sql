-- The ways words leave the building. `settings` is what may be shown (host, port, sender); `secret` is
-- encrypted under a key that lies beside the database.
create table channel (
  org_id uuid not null references organization (id),
  kind text not null check (kind in ('mail', 'wecom', 'dingtalk', 'feishu', 'webhook')),
  settings jsonb not null,
  secret bytea,
  -- Off while null.
  enabled_at timestamptz,
  changed_at timestamptz not null,
  changed_by uuid not null,
  -- How the other side does: failures in a row, when it is asked again, what it said last.
  failures int not null default 0,
  retry_at timestamptz,
  last_sent_at timestamptz,
  last_answer text,
  primary key (org_id, kind),
  foreign key (org_id, changed_by) references person (org_id, id)
);

-- One word to one person (or, without a person, to a group) on one way. Ids and codes only: what it
-- says is composed at the moment it leaves, from what is true then.
create table delivery (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid,
  channel text not null check (channel in ('mail', 'wecom', 'dingtalk', 'feishu', 'webhook')),
  kind text not null check (kind in ('notice', 'reminder', 'digest', 'receipt', 'invitation', 'test')),
  -- The kind of notice, for those of kind notice.
  topic text,
  subject_id uuid,
  -- The same word to the same person on the same way is one row, whoever asks for it again.
  dedupe text not null,
  -- Made when it first leaves and kept ever after, so that a second copy is known as one.
  message_id text,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dead', 'needless')),
  attempts int not null default 0,
  not_before timestamptz not null,
  -- Who is sending it now holds it until then; a killed worker's hold ends by itself.
  held_by uuid,
  held_until timestamptz,
  -- A code of ours, and what the other side said without addresses.
  last_error text,
  last_answer text,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (org_id, id),
  unique nulls not distinct (org_id, person_id, channel, dedupe),
  foreign key (org_id, person_id) references person (org_id, id)
);
create index delivery_due on delivery (org_id, channel, not_before) where state = 'waiting';
create index delivery_dead on delivery (org_id, id) where state = 'dead';
create index delivery_settled on delivery (org_id, settled_at) where settled_at is not null;

do $$ declare t text;
begin
  foreach t in array array['channel', 'delivery'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
