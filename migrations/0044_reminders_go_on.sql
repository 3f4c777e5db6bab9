-- Which stages of others wait for somebody is asked with every page: by kind, of which few are open,
-- instead of by reading every open stage there is.
create index stage_open_by_kind on stage (org_id, kind, run_id)
  where opened_at is not null and done_at is null and skipped_at is null;

-- How far the reminders of a day have come, while they are being made: whoever goes on after a kill
-- begins behind the last one who has been thought of.
create table reminder_progress (
  org_id uuid not null references organization (id),
  day date not null,
  after_id uuid not null,
  people int not null,
  things int not null,
  primary key (org_id)
);
alter table reminder_progress enable row level security;
alter table reminder_progress force row level security;
create policy reminder_progress_in_org on reminder_progress using (org_id = (select current_org()));
