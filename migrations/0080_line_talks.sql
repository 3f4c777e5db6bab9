-- What somebody apart can know of (0018_wall.sql, 0068_wall_planned.sql), found by indexes: whoever keeps the machine or
-- watches over rights had every talk of the organization read at each statement that touches what people said. Who asks
-- stands in a query of its own: row-level security lets an index look for a value, not for what is made from text on the
-- way. The walls hold inside as before, so none of these can tell more than they let pass.
create or replace function line_talks() returns setof uuid language sql stable parallel safe rows 50 as $$
  with near (person_id) as (
    select content_person()
    union select a.person_id from assignment a
      where a.org_id = (select current_org()) and a.manager_id = (select content_person()) and a.kind = 'primary')
  select c.id from near join conversation c on c.org_id = (select current_org()) and c.employee_id = near.person_id
  union select c.id from near join conversation c on c.org_id = (select current_org()) and c.manager_id = near.person_id $$;

-- A few, not the thousand that a function is taken for: what lies within is then looked up talk by talk.
alter function witnessed_talks() rows 10;

create or replace function reached_parts() returns setof uuid language sql stable parallel safe as $$
  select p.id from (select line_talks() union select witnessed_talks()) as talk (id)
    join part p on p.org_id = (select current_org()) and p.conversation_id = talk.id $$;

create or replace function reached_commitments() returns setof uuid language sql stable parallel safe as $$
  select c.id from (select line_talks() union select witnessed_talks()) as talk (id)
    join commitment c on c.org_id = (select current_org()) and c.conversation_id = talk.id
  union select id from commitment where org_id = (select current_org()) and employee_id = (select content_person())
  union select id from commitment where org_id = (select current_org()) and manager_id = (select content_person())
  union select id from commitment where org_id = (select current_org()) and owner_id = (select content_person()) $$;
