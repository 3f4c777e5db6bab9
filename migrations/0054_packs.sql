-- A whole beginning for a kind of business, taken in one choice: what it brought, and what stood there before,
-- so that it can be taken back while nobody uses it.
create table pack_choice (
  org_id uuid not null references organization (id),
  id uuid not null,
  pack text not null,
  chosen_by uuid not null,
  chosen_at timestamptz not null,
  -- The settings it replaced: the words and the earlier pack.
  before jsonb not null,
  -- What was put on offer and into the plan by this choice, and only that.
  template_ids uuid[] not null,
  talk_ids uuid[] not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (org_id, id),
  foreign key (org_id, chosen_by) references person (org_id, id),
  foreign key (org_id, undone_by) references person (org_id, id)
);
alter table pack_choice enable row level security;
alter table pack_choice force row level security;
create policy pack_choice_in_org on pack_choice using (org_id = (select current_org()));
