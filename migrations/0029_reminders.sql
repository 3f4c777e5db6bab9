-- How one person wants to be reminded; without a row, as the product does by default.
create table reminder_preference (
  org_id uuid not null references organization (id),
  person_id uuid not null,
  -- Channels reminders may take; words about the safety of an account always come by mail.
  channels text[] not null,
  rhythm text not null check (rhythm in ('immediate', 'daily', 'weekly', 'never')),
  -- HH:MM in the zone; null when every hour will do.
  quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_until text check (quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  -- Null: the organization's.
  timezone text,
  -- First and last day away.
  away_from date,
  away_until date,
  changed_at timestamptz not null,
  primary key (org_id, person_id),
  foreign key (org_id, person_id) references person (org_id, id),
  check ((quiet_from is null) = (quiet_until is null)),
  check ((away_from is null) = (away_until is null) and away_from <= away_until)
);

-- The day up to which everybody of an organization has been reminded of what fell due.
create table reminder_run (
  org_id uuid not null references organization (id),
  day date not null,
  finished_at timestamptz not null,
  people int not null,
  primary key (org_id)
);

do $$ declare t text;
begin
  foreach t in array array['reminder_preference', 'reminder_run'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
