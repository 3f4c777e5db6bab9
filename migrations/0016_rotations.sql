-- Further keys of one log, in the order they took over; each is named in a leaf under the key before it.
create table log_rotation (
  org_id uuid not null,
  epoch integer not null,
  number integer not null,
  leaf_index bigint not null,
  public_key text not null,
  -- Until then the key before signs checkpoints, too.
  until timestamptz not null,
  primary key (org_id, epoch, number),
  foreign key (org_id, epoch, leaf_index) references log_leaf (org_id, epoch, leaf_index)
);
create trigger kept before update or delete on log_rotation for each row execute function refuse_change();
create trigger kept_whole before truncate on log_rotation execute function refuse_change();
alter table log_rotation enable row level security;
alter table log_rotation force row level security;
create policy log_rotation_in_org on log_rotation using (org_id = (select current_org()));
