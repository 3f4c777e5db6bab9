-- After a mass of people has come or gone, the statistics are those of another table: every new post was compared
-- with all others one by one, ten thousand people for minutes. Many at once are joined by a hash, whatever the
-- statistics say. The setting of the function keeps what is set inside it from leaving it.
create or replace function primary_posts_apart() returns trigger language plpgsql set enable_nestloop = on as $$
declare
  meet boolean;
begin
  if (select count(*) from written) > 100 then
    set local enable_nestloop = off;
  end if;
  -- Planned each time: a kept plan would be the one for few.
  execute $ask$ select exists (
    select from written w
      join assignment a on a.org_id = w.org_id and a.person_id = w.person_id and a.kind = 'primary' and a.id <> w.id
     where w.kind = 'primary'
       and greatest(a.from_on, w.from_on)
         < least(coalesce(a.to_on, 'infinity'), coalesce(w.to_on, 'infinity'))) $ask$ into meet;
  if meet then
    raise exclusion_violation using message = 'two primary posts of one person on the same day';
  end if;
  return null;
end $$;
