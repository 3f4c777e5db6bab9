-- The second wall: what people said is closed by the database itself to whoever keeps the machine or
-- watches over rights, whatever the program's own rules say that day. The door says per transaction
-- how far it reaches: 'all' (rules decide), a person's id (that person's own talks), nothing (none).
create function content_reach() returns text language sql stable parallel safe as
  $$ select coalesce(current_setting('cuxi.content', true), '') $$;
create function content_person() returns uuid language sql stable parallel safe as
  $$ select nullif(nullif(content_reach(), 'all'), '')::uuid $$;

-- Talks somebody takes part in, led, or whose line stands below: the most a person apart can know of.
create function line_talks() returns setof uuid language sql stable parallel safe as $$
  select c.id from conversation c
   where c.org_id = current_org() and (content_person() in (c.employee_id, c.manager_id)
      or c.employee_id in (select a.person_id from assignment a
            where a.org_id = current_org() and a.manager_id = content_person() and a.kind = 'primary')
      or c.manager_id in (select a.person_id from assignment a
            where a.org_id = current_org() and a.manager_id = content_person() and a.kind = 'primary')) $$;

-- What both were shown, as canonical bytes: apart from the talk's dates, so that it can be closed.
create table presented_page (
  org_id uuid not null references organization (id),
  conversation_id uuid not null,
  bytes bytea not null,
  primary key (org_id, conversation_id),
  foreign key (org_id, conversation_id) references conversation (org_id, id)
);
insert into presented_page (org_id, conversation_id, bytes)
  select org_id, id, presented from conversation where presented is not null;
alter table conversation drop column presented;
alter table presented_page enable row level security;
alter table presented_page force row level security;

do $$ declare walled record;
begin
  for walled in select * from (values
    ('refusal_note', 'witness_id = content_person() or conversation_id in (select line_talks())'),
    ('part', 'conversation_id in (select line_talks())'),
    ('answer', 'part_id in (select p.id from part p where p.org_id = answer.org_id)'),
    ('answer_revision', 'part_id in (select p.id from part p where p.org_id = answer_revision.org_id)'),
    ('minutes_update', 'conversation_id in (select line_talks())'),
    ('plan_line', 'conversation_id in (select line_talks())'),
    ('attachment', 'conversation_id in (select line_talks())'),
    ('taken_back', 'conversation_id in (select line_talks())'),
    ('record_words', 'conversation_id in (select line_talks())'),
    ('presented_page', 'conversation_id in (select line_talks())'),
    ('meeting', 'conversation_id in (select line_talks())'),
    ('commitment', 'content_person() in (employee_id, manager_id, owner_id) or conversation_id in (select line_talks())'),
    ('check_in', 'commitment_id in (select k.id from commitment k where k.org_id = check_in.org_id)'),
    ('signature', 'person_id = content_person() or record_id in (select line_talks())'),
    ('sealed_version', 'record_id in (select line_talks())'),
    ('seal_secret', 'record_id in (select line_talks())'),
    ('file', 'created_by = content_person() or exists (select from attachment t where t.org_id = file.org_id and t.file_id = file.id)')
  ) as list (name, own) loop
    execute format('drop policy if exists %I on %I', walled.name || '_in_org', walled.name);
    execute format('create policy %I on %I using (org_id = (select current_org()) and ((select content_reach()) = ''all'' or %s))',
      walled.name || '_in_org', walled.name, walled.own);
  end loop;
  -- The second person to a refusal reads the page and, signing last, seals it.
  for walled in select * from (values ('presented_page', 'conversation_id'), ('signature', 'record_id'),
      ('sealed_version', 'record_id'), ('seal_secret', 'record_id'), ('part', 'conversation_id'),
      ('minutes_update', 'conversation_id'), ('plan_line', 'conversation_id'), ('attachment', 'conversation_id'),
      ('record_words', 'conversation_id'), ('commitment', 'conversation_id'), ('meeting', 'conversation_id')) as list (name, talk) loop
    execute format('create policy %I on %I using (org_id = (select current_org()) and (select content_reach()) <> ''all''
        and %I in (select n.conversation_id from refusal_note n where n.org_id = %I.org_id and n.witness_id = (select content_person())))',
      walled.name || '_for_witness', walled.name, walled.talk, walled.name);
  end loop;
end $$;
