-- A bulk export holds the course of many records, or the sealed records themselves: of a cycle, of one person,
-- of a department. What it will hold is listed when it is asked for, so that the second person reads a number.
alter table chain_export
  add column contents text not null default 'chains' check (contents in ('chains', 'records')),
  add column cycle_id uuid,
  add column employee_id uuid,
  add foreign key (org_id, cycle_id) references cycle (org_id, id),
  add foreign key (org_id, employee_id) references person (org_id, id);

-- One sealed record of such an export, and how far it has come: written out, or left out and why. Ids, days and
-- keys of messages; not a word of a record. The archive itself is kept nowhere.
create table export_record (
  org_id uuid not null references organization (id),
  export_id uuid not null,
  conversation_id uuid not null,
  -- From 1, in the order of sealing.
  position integer not null check (position > 0),
  written_at timestamptz,
  -- The key of the refusal.
  left_out text,
  primary key (org_id, export_id, conversation_id),
  unique (org_id, export_id, position),
  foreign key (org_id, export_id) references chain_export (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
alter table export_record enable row level security;
alter table export_record force row level security;
create policy export_record_in_org on export_record using (org_id = (select current_org()));

-- What waits for a second person is found by what happened.
drop index event_asked;
create index event_asked on event (org_id, kind, id)
  where kind in ('chain.exportAsked', 'chain.recordsAsked', 'erasure.asked', 'privacy.asked', 'merge.asked', 'merge.undoAsked');
