create table meeting (
  org_id uuid not null references organization (id),
  id uuid not null,
  conversation_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null default '',
  channel text not null check (channel in ('inPerson', 'phone', 'video')),
  agenda jsonb not null,
  -- Grows with every change, so that calendar programs replace the entry.
  sequence int not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Booked twice with the same request, it is booked once.
  client_id uuid,
  -- The meeting this one replaces; it keeps its entry in people's calendars.
  replaces uuid,
  -- held, noShow, rescheduled, cancelled; null while it lies ahead.
  outcome text check (outcome in ('held', 'noShow', 'rescheduled', 'cancelled')),
  outcome_reason text,
  -- noShow: who did not come.
  absent text check (absent in ('employee', 'manager')),
  outcome_by uuid,
  outcome_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, conversation_id) references conversation (org_id, id),
  check (ends_at > starts_at)
);
create unique index meeting_client on meeting (org_id, client_id) where client_id is not null;
create index meeting_ahead on meeting (org_id, starts_at) where outcome is null;
create index meeting_by_conversation on meeting (org_id, conversation_id, starts_at);
alter table meeting enable row level security;
alter table meeting force row level security;
create policy meeting_in_org on meeting using (org_id = (select current_org()));
