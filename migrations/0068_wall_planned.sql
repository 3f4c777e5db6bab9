-- The same second wall (0018_wall.sql), told to the planner in fewer words. A policy that asks another table
-- row by row is planned into every statement that reads the first one, at a cost that drowns all others: the
-- joins around it were then chosen by chance, and a count over 100,000 talks took minutes instead of a second.
-- A function answers once per statement, and only whoever keeps the machine or watches over rights asks it.
-- What it reads stands behind the same wall.
create function reached_parts() returns setof uuid language sql stable parallel safe as
  $$ select id from part where org_id = current_org() $$;
create function reached_commitments() returns setof uuid language sql stable parallel safe as
  $$ select id from commitment where org_id = current_org() $$;
create function reached_appeals() returns setof uuid language sql stable parallel safe as
  $$ select id from appeal where org_id = current_org() $$;
create function reached_files() returns setof uuid language sql stable parallel safe as
  $$ select file_id from attachment where org_id = current_org() $$;
create function witnessed_talks() returns setof uuid language sql stable parallel safe as
  $$ select conversation_id from refusal_note where org_id = current_org() and witness_id = content_person() $$;

do $$ declare walled record;
begin
  for walled in select * from (values
    ('answer', 'part_id in (select reached_parts())'),
    ('answer_revision', 'part_id in (select reached_parts())'),
    ('check_in', 'commitment_id in (select reached_commitments())'),
    ('appeal_step', 'appeal_id in (select reached_appeals())'),
    ('file', 'created_by = content_person() or id in (select reached_files())')
  ) as list (name, own) loop
    execute format('alter policy %I on %I using (org_id = (select current_org()) and ((select content_reach()) = ''all'' or %s))',
      walled.name || '_in_org', walled.name, walled.own);
  end loop;
  for walled in select * from (values ('presented_page', 'conversation_id'), ('signature', 'record_id'),
      ('sealed_version', 'record_id'), ('seal_secret', 'record_id'), ('part', 'conversation_id'),
      ('minutes_update', 'conversation_id'), ('plan_line', 'conversation_id'), ('attachment', 'conversation_id'),
      ('record_words', 'conversation_id'), ('commitment', 'conversation_id'), ('meeting', 'conversation_id')) as list (name, talk) loop
    execute format('alter policy %I on %I using (org_id = (select current_org()) and (select content_reach()) <> ''all''
        and %I in (select witnessed_talks()))', walled.name || '_for_witness', walled.name, walled.talk);
  end loop;
end $$;
