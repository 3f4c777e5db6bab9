-- Who stands where is asked by the day: a post with a planned end counts until then.
drop index assignment_by_manager;
drop index assignment_by_department;
create index assignment_by_manager on assignment (org_id, manager_id);
create index assignment_by_department on assignment (org_id, department_id);
alter table assignment add check (to_on >= from_on);

-- Two primary posts on one day would give rights twice over. An empty one, which ended on the day it
-- was to begin, was never in force; `assignment_current` keeps two transactions from opening one each.
create function primary_posts_apart() returns trigger language plpgsql as $$
begin
  if exists (
    select from written w
      join assignment a on a.org_id = w.org_id and a.person_id = w.person_id and a.kind = 'primary' and a.id <> w.id
     where w.kind = 'primary'
       and greatest(a.from_on, w.from_on)
         < least(coalesce(a.to_on, 'infinity'), coalesce(w.to_on, 'infinity'))) then
    raise exclusion_violation using message = 'two primary posts of one person on the same day';
  end if;
  return null;
end $$;
create trigger assignment_apart_when_made after insert on assignment
  referencing new table as written for each statement execute function primary_posts_apart();
create trigger assignment_apart_when_changed after update on assignment
  referencing new table as written for each statement execute function primary_posts_apart();
