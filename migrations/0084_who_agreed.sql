-- Who agreed that a record leaves among many; its person reads of it beside who took it.
alter table opening add column approved_by uuid;
alter table opening add foreign key (org_id, approved_by) references person (org_id, id);

-- What was taken before: by whom, for what, and while it was taken, tell which export it was.
alter table opening no force row level security;
alter table chain_export no force row level security;
alter table export_taking no force row level security;
update opening o set approved_by = x.decided_by
  from chain_export x join export_taking t on t.org_id = x.org_id and t.export_id = x.id
 where o.org_id = x.org_id and o.person_id = x.asked_by and o.reason = x.reason and o.kind in ('export', 'chain')
   and o.at between t.begun_at and t.moved_at;
alter table opening force row level security;
alter table chain_export force row level security;
alter table export_taking force row level security;
