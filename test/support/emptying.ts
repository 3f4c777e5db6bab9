/**
 * SQL that gives a database a function `testing.emptied()`: as if nothing had happened in it yet. Copying
 * a database means a thousand files to make and to delete, which is most of what a short story costs.
 *
 * The function belongs to the superuser who makes it, so that neither row-level security nor the triggers
 * that keep what was sealed stand in the way. It answers false where a new copy is the better choice: a
 * story has left other tables, triggers or row-level security behind, or a great many rows.
 */
export const emptying = `
create schema testing;
create function testing.shape() returns text language sql as $$
  select md5(
    (select string_agg(concat_ws(' ', oid, relname, relkind, relnatts, relhastriggers, relrowsecurity,
              relforcerowsecurity, relacl), ',' order by oid)
       from pg_class where relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
        and relname not like 'queue\\_stats\\_%')
    || (select string_agg(concat_ws(' ', oid, tgenabled), ',' order by oid) from pg_trigger)
    || (select string_agg(concat_ws(' ', oid, polroles, polqual, polwithcheck), ',' order by oid) from pg_policy))
$$;
create function testing.emptied() returns boolean language plpgsql
  security definer set session_replication_role = replica set lock_timeout = '2s' as $$
declare
  filled record;
begin
  perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> 'stories';
  -- To have pg_terminate_backend wait costs a tenth of a second whenever there is somebody.
  for round in 1..1000 loop
    perform pg_stat_clear_snapshot();
    exit when not exists (select from pg_stat_activity
      where datname = current_database() and application_name <> 'stories');
    perform pg_sleep(0.002);
  end loop;
  if testing.shape() is distinct from obj_description('testing'::regnamespace, 'pg_namespace') then
    return false;
  end if;
  for filled in
    select * from (
      select oid::regclass as name, pg_relation_size(oid) as bytes from pg_class
       where relkind = 'r' and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
         and oid not in ('migration'::regclass, 'pgboss.version'::regclass, 'pgboss.queue'::regclass)
      offset 0
    ) as sized where bytes > 0
  loop
    if filled.bytes > 4000000 then
      return false;
    end if;
    execute format('delete from %s', filled.name);
  end loop;
  return true;
end
$$;
do $$ begin execute format('comment on schema testing is %L', testing.shape()); end $$;
grant usage on schema testing to public;
`
