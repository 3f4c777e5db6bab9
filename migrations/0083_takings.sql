-- Each time an approved export, or one archive of it, is taken: begun, moved, and how it ended. Handed over means that
-- its last byte has left, broken off that it has not. Where neither stands, it ended with the process that wrote it.
create table export_taking (
  org_id uuid not null references organization (id),
  id uuid not null,
  export_id uuid not null,
  -- Of an export of records which one, from 1; of chains of events 1.
  archive integer not null check (archive > 0),
  begun_at timestamptz not null,
  -- When its last piece was written.
  moved_at timestamptz not null,
  handed_over_at timestamptz,
  broken_off_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, export_id) references chain_export (org_id, id),
  check (handed_over_at is null or broken_off_at is null)
);
create index export_taking_by_export on export_taking (org_id, export_id, begun_at);

-- What is known so far is when a taking last began; whole it can only be where every record was written.
alter table chain_export no force row level security;
alter table export_record no force row level security;
insert into export_taking (org_id, id, export_id, archive, begun_at, moved_at, handed_over_at)
select x.org_id, gen_random_uuid(), x.id, 1, x.taken_at, x.taken_at,
       case when not exists (select from export_record r
         where r.org_id = x.org_id and r.export_id = x.id and r.written_at is null) then x.taken_at end
  from chain_export x where x.taken_at is not null;
alter table chain_export force row level security;
alter table export_record force row level security;
alter table chain_export drop column taken_at;

alter table export_taking enable row level security;
alter table export_taking force row level security;
create policy export_taking_in_org on export_taking using (org_id = (select current_org()));
