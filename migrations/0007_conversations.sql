create table conversation (
  org_id uuid not null references organization (id),
  id uuid not null,
  kind text not null,
  title text not null,
  cycle_id uuid,
  employee_id uuid not null,
  -- Who writes the manager's part and signs.
  manager_id uuid,
  -- Who stood above the employee when that was decided; once the line differs, HR decides anew (E01).
  line_manager_id uuid,
  department_id uuid not null,
  -- The participation's snapshot, or the same taken when an instant conversation was opened.
  snapshot jsonb not null,
  template_version_id uuid not null,
  flow_version_id uuid not null,
  phase text not null check (phase in ('prepare', 'talk', 'agree', 'follow', 'closed')),
  -- The pair's conversation before this one, whose promises open this one.
  previous_id uuid,
  created_at timestamptz not null,
  -- An instant conversation's own request: asked twice, opened once.
  client_id uuid,
  self_skipped_at timestamptz,
  revealed_at timestamptz,
  talk_started_at timestamptz,
  talk_ended_at timestamptz,
  channel text check (channel in ('inPerson', 'phone', 'video', 'paper')),
  -- 补录: held on paper on that day, entered later by that person.
  paper_held_on date,
  paper_by uuid,
  paper_at timestamptz,
  -- Since then both read the same page: nothing may be written until it is signed or taken back.
  presented_at timestamptz,
  presented_by uuid,
  -- Canonical bytes shown to both and their SHA-256; a signature names this hash.
  presented bytea,
  presented_hash text,
  record_version int not null default 1,
  sealed_at timestamptz,
  seal_hash text,
  outcome text check (outcome in ('agreed', 'readWithReservation', 'refused', 'notAnswered')),
  closed_at timestamptz,
  closed_reason text,
  primary key (org_id, id),
  -- Manager, department and cycle are read in the statement that writes them, and none ever vanishes:
  -- a hundred thousand checks each would only make a launch slower.
  foreign key (org_id, employee_id) references person (org_id, id),
  foreign key (org_id, previous_id) references conversation (org_id, id),
  check (employee_id is distinct from manager_id)
);
create unique index conversation_client on conversation (org_id, client_id) where client_id is not null;
create index conversation_by_employee on conversation (org_id, employee_id, id);
create index conversation_by_manager on conversation (org_id, manager_id, id);
create index conversation_by_cycle on conversation (org_id, cycle_id, id);
create index conversation_by_department on conversation (org_id, department_id, id);
create index conversation_sealed on conversation (org_id, sealed_at, id) where sealed_at is not null;

-- One authored piece: one author, one state. The parts talk and agreement lie between the two and
-- have no single author; each of their fields has.
create table part (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('self', 'manager', 'talk', 'agreement', 'privateNote')),
  author_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  submitted_by uuid,
  primary key (org_id, id),
  unique nulls not distinct (org_id, conversation_id, kind, author_id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);

create table answer (
  org_id uuid not null references organization (id),
  part_id uuid not null,
  field_key text not null,
  value jsonb not null,
  version int not null,
  -- The write that made this version; sent again it is not a second one.
  client_id uuid,
  updated_by uuid not null,
  updated_at timestamptz not null,
  primary key (org_id, part_id, field_key),
  foreign key (org_id, part_id) references part (org_id, id)
);

-- What an answer said before, once somebody else had read it (R119), and what arrived too late.
create table answer_revision (
  org_id uuid not null references organization (id),
  id uuid not null,
  part_id uuid not null,
  field_key text not null,
  version int not null,
  value jsonb not null,
  written_by uuid not null,
  written_at timestamptz not null,
  kind text not null check (kind in ('replaced', 'undelivered')),
  client_id uuid,
  primary key (org_id, id),
  foreign key (org_id, part_id) references part (org_id, id)
);
create index answer_revision_by_part on answer_revision (org_id, part_id, id);

-- The shared minutes as the changes of both, which merge in any order.
create table minutes_update (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  bytes bytea not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index minutes_update_by_conversation on minutes_update (org_id, conversation_id, id);

-- Time spent in each step of the talk; the step now under way has no end yet.
create table talk_step (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  step_key text not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index talk_step_by_conversation on talk_step (org_id, conversation_id, id);

create table presence (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  session_id uuid not null,
  person_id uuid not null,
  seen_at timestamptz not null,
  primary key (org_id, conversation_id, session_id)
);

create table plan_line (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  position int not null,
  layer text not null check (layer in ('result', 'behaviour', 'support')),
  what text not null default '',
  how text not null default '',
  measure text not null default '',
  support text not null default '',
  support_kind text,
  owner_kind text not null check (owner_kind in ('employee', 'manager', 'company')),
  owner_id uuid,
  due_on date,
  proposed_by uuid not null,
  version int not null,
  updated_by uuid not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  client_id uuid,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, owner_id) references person (org_id, id)
);
create index plan_line_by_conversation on plan_line (org_id, conversation_id);

create table attachment (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  part_id uuid,
  field_key text,
  file_id uuid,
  link text,
  label text not null,
  -- paper: a scan of what was signed by hand, entered later (补录).
  purpose text not null check (purpose in ('evidence', 'paper')),
  added_by uuid not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index attachment_by_conversation on attachment (org_id, conversation_id);

-- A refusal to sign, written down by the manager and countersigned by a second person (E05).
create table refusal_note (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  record_version int not null,
  reason text not null,
  noted_by uuid not null,
  noted_at timestamptz not null,
  -- Where from, as with every acknowledgement.
  ip text not null,
  user_agent text not null,
  -- The employee's own words to it.
  statement text,
  witness_id uuid not null,
  countersigned_at timestamptz,
  primary key (org_id, conversation_id, record_version),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  foreign key (org_id, witness_id) references person (org_id, id)
);

-- A presented page that was withdrawn before anybody had signed it.
create table taken_back (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  presented_hash text not null,
  presented_at timestamptz not null,
  reason text not null,
  taken_by uuid not null,
  taken_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index taken_back_by_conversation on taken_back (org_id, conversation_id, id);

-- HR's decision after the line had changed under an unfinished conversation (E01).
create table manager_change (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  from_id uuid,
  to_id uuid,
  choice text not null check (choice in ('oldFinishes', 'newRestarts')),
  reason text not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index manager_change_by_conversation on manager_change (org_id, conversation_id, id);

-- A sealed record opened by HR or an auditor, with the reason asked for; the employee reads it.
create table opening (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('read', 'export')),
  reason text,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index opening_by_conversation on opening (org_id, conversation_id, id);

-- Who opened the page to be signed, and when: the proof behind 已送达未答.
create table reading (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  record_version int not null,
  person_id uuid not null,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index reading_by_conversation on reading (org_id, conversation_id, person_id);

-- Words of sealed records, cut by the tokenizer; found only by who may read the record.
create table record_words (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  words tsvector not null,
  primary key (org_id, conversation_id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
create index record_words_found on record_words using gin (words);

do $$ declare t text;
begin
  foreach t in array array['conversation', 'part', 'answer', 'answer_revision', 'minutes_update',
      'talk_step', 'presence', 'plan_line', 'attachment', 'refusal_note', 'taken_back', 'manager_change', 'opening',
      'reading', 'record_words'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
