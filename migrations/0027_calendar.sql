-- Days that are not what their weekday says: holidays, and weekends worked instead. Which weekdays
-- rest stands in the organization's settings.
create table calendar_day (
  org_id uuid not null references organization (id),
  day date not null,
  kind text not null check (kind in ('rest', 'work')),
  name text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (org_id, day),
  foreign key (org_id, set_by) references person (org_id, id)
);
alter table calendar_day enable row level security;
alter table calendar_day force row level security;
create policy calendar_day_in_org on calendar_day using (org_id = (select current_org()));
