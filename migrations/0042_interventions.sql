-- HR beside a talk: why, who, how far (R220 R221). What HR knows of it is HR's; what the two are told
-- stands in a table of its own.
create table intervention (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  fired_at timestamptz not null,
  -- Who works on it; null while nobody free of a conflict was found.
  hr_id uuid,
  assigned_at timestamptz,
  accepted_at timestamptz,
  -- Whether HR sits in, or prepares the manager only.
  sits_in boolean,
  closed_at timestamptz,
  closed_as text check (closed_as in ('done', 'declined', 'talkOver')),
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, hr_id) references person (org_id, id),
  check ((closed_at is null) = (closed_as is null)),
  check ((hr_id is null) = (assigned_at is null))
);
create unique index intervention_open_once on intervention (org_id, conversation_id) where closed_at is null;
create index intervention_by_hr on intervention (org_id, hr_id) where closed_at is null;

-- Why a rule brought HR in: once per talk and cause, however often one looks.
create table intervention_cause (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  -- What it was, down to the one dispute, mark or request.
  key text not null,
  intervention_id uuid not null,
  code text not null,
  -- The figures of the rule and of the case.
  figures jsonb not null,
  at timestamptz not null,
  primary key (org_id, conversation_id, key),
  foreign key (org_id, intervention_id) references intervention (org_id, id)
);
create index intervention_cause_by_case on intervention_cause (org_id, intervention_id, at);

-- Who took it, gave it on or stepped back, and why (E22): never overwritten.
create table intervention_step (
  org_id uuid not null references organization (id),
  id uuid not null,
  intervention_id uuid not null,
  kind text not null check (kind in ('assigned', 'accepted', 'declined', 'recused', 'handedOver', 'anotherAsked', 'withoutAsked', 'closed', 'talkOver')),
  -- Whom it is about: who got it, or who gave it away.
  person_id uuid,
  by_id uuid,
  reason text,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, intervention_id) references intervention (org_id, id)
);
create index intervention_step_by_case on intervention_step (org_id, intervention_id, id);

-- One of the two, or HR, asks for HR with a sentence of reason.
create table intervention_ask (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  code text not null check (code in ('complex', 'sensitive')),
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, asked_by) references person (org_id, id)
);
create index intervention_ask_by_conversation on intervention_ask (org_id, conversation_id, id);

-- Two persons present: what the two of a talk are told of HR, and what the employee says to it.
create table attendance (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  intervention_id uuid not null,
  hr_id uuid not null,
  proposed_at timestamptz not null,
  answer text check (answer in ('welcome', 'another', 'without')),
  answer_reason text,
  answered_at timestamptz,
  -- HR stepped back, or was asked not to sit in.
  withdrawn_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, intervention_id) references intervention (org_id, id),
  foreign key (org_id, hr_id) references person (org_id, id),
  check ((answer is null) = (answered_at is null))
);
create unique index attendance_now on attendance (org_id, conversation_id) where withdrawn_at is null;
create index attendance_by_hr on attendance (org_id, hr_id) where withdrawn_at is null;

-- 案情记录: what HR writes down while working on it. Added to, never changed.
create table case_note (
  org_id uuid not null references organization (id),
  id uuid not null,
  intervention_id uuid not null,
  author_id uuid not null,
  words text not null,
  written_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, intervention_id) references intervention (org_id, id),
  foreign key (org_id, author_id) references person (org_id, id)
);
create index case_note_by_case on case_note (org_id, intervention_id, id);

-- 核心人才: HR's own mark on a person, for a time and with a reason.
create table talent_mark (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  until_on date not null,
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, set_by) references person (org_id, id)
);
create unique index talent_mark_once on talent_mark (org_id, person_id) where lifted_at is null;

-- Behind the second wall (0018_wall.sql): HR's side opens to nobody apart, not even about their own talk.
do $$ declare walled record;
begin
  for walled in select * from (values
    ('intervention', 'false'),
    ('intervention_cause', 'false'),
    ('intervention_step', 'false'),
    ('case_note', 'false'),
    ('talent_mark', 'false'),
    ('intervention_ask', 'asked_by = content_person()'),
    ('attendance', 'conversation_id in (select line_talks())')
  ) as list (name, own) loop
    execute format('alter table %I enable row level security', walled.name);
    execute format('alter table %I force row level security', walled.name);
    execute format('create policy %I on %I using (org_id = (select current_org()) and ((select content_reach()) = ''all'' or %s))',
      walled.name || '_in_org', walled.name, walled.own);
  end loop;
end $$;
