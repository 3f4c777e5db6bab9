-- Three questions to everybody about how the company talks (诊断三问). Who was asked and who has answered
-- stands in one table, the answers in another that knows nobody: no person, no moment, and not even which
-- three answers came together.
create table survey (
  org_id uuid not null references organization (id),
  id uuid not null,
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  -- Null: the whole company.
  department_ids uuid[],
  -- What HR sees itself: one answer for all of them, and no secret.
  hr_view jsonb,
  opened_at timestamptz not null,
  opened_by uuid not null,
  closed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, opened_by) references person (org_id, id)
);
-- One at a time.
create unique index survey_open on survey (org_id) where closed_at is null;

create table survey_invitee (
  org_id uuid not null references organization (id),
  survey_id uuid not null,
  person_id uuid not null,
  side text not null check (side in ('manager', 'employee')),
  department_id uuid not null,
  answered boolean not null,
  primary key (org_id, survey_id, person_id),
  foreign key (org_id, survey_id) references survey (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id)
);
create index survey_invitee_open on survey_invitee (org_id, person_id) where not answered;

create table survey_answer (
  org_id uuid not null references organization (id),
  -- Drawn at random: the order of answers tells nothing.
  id uuid not null,
  survey_id uuid not null,
  side text not null check (side in ('manager', 'employee')),
  department_id uuid not null,
  question text not null,
  choice text not null,
  primary key (org_id, id),
  foreign key (org_id, survey_id) references survey (org_id, id)
);
create index survey_answer_of on survey_answer (org_id, survey_id);

create table survey_remark (
  org_id uuid not null references organization (id),
  id uuid not null,
  survey_id uuid not null,
  words text not null,
  primary key (org_id, id),
  foreign key (org_id, survey_id) references survey (org_id, id)
);

do $$ declare named text;
begin
  foreach named in array array['survey', 'survey_invitee', 'survey_answer', 'survey_remark'] loop
    execute format('alter table %I enable row level security', named);
    execute format('alter table %I force row level security', named);
  end loop;
end $$;
create policy survey_in_org on survey using (org_id = (select current_org()));
create policy survey_invitee_in_org on survey_invitee using (org_id = (select current_org()));
-- Behind the second wall (0018_wall.sql): everybody may answer, whoever keeps the machine reads nothing.
create policy survey_answer_in_org on survey_answer using (
  org_id = (select current_org()) and (select content_reach()) = 'all') with check (org_id = (select current_org()));
create policy survey_remark_in_org on survey_remark using (
  org_id = (select current_org()) and (select content_reach()) = 'all') with check (org_id = (select current_org()));
