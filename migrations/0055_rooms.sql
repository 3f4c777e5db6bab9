-- The places in which people talk. Whoever runs them sees when a room is taken and by whom, never what for.
create table room (
  org_id uuid not null references organization (id),
  id uuid not null,
  name text not null,
  -- Building and floor, as one finds the way.
  site text not null,
  -- Whose room it is, with everything below; null: everybody's.
  department_id uuid,
  capacity int not null check (capacity between 1 and 1000),
  equipment text[] not null,
  created_by uuid not null,
  created_at timestamptz not null,
  -- Since then no longer offered; what is booked in it stays booked.
  closed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, department_id) references department (org_id, id)
);
alter table room enable row level security;
alter table room force row level security;
create policy room_in_org on room using (org_id = (select current_org()));

alter table meeting add column room_id uuid;
alter table meeting add foreign key (org_id, room_id) references room (org_id, id);
create index meeting_in_room on meeting (org_id, room_id, starts_at) where room_id is not null and outcome is null;
