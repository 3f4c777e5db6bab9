-- The floor of W5: what a draft and a submission have to write, in two transactions of plain SQL on
-- tables of the same columns and indexes. Run by pgbench with -D orgId, talks and answers.
\set n random(1, :talks)
begin;
select t.id, t.employee_id, t.manager_id from bare_talk t where t.n = :n \gset
select 1 from bare_conversation where org_id = :orgId and id = :id::uuid for share;
insert into bare_part (org_id, id, conversation_id, kind, author_id, created_at, updated_at)
  values (:orgId::uuid, gen_random_uuid(), :id::uuid, 'self', :employee_id::uuid, now(), now())
  on conflict (org_id, conversation_id, kind, author_id) do update set updated_at = now() returning id as part \gset
insert into bare_answer (org_id, part_id, field_key, value, version, client_id, updated_by, updated_at)
  select :orgId::uuid, :part::uuid, field_key, value, 1, gen_random_uuid(), :employee_id::uuid, now() from bare_input
  on conflict (org_id, part_id, field_key) do update set value = excluded.value, version = bare_answer.version + 1, updated_at = now();
commit;
begin;
select 1 from bare_conversation where org_id = :orgId and id = :id::uuid for no key update;
insert into bare_answer (org_id, part_id, field_key, value, version, client_id, updated_by, updated_at)
  select :orgId::uuid, :part::uuid, field_key, value, 1, gen_random_uuid(), :employee_id::uuid, now() from bare_input
  on conflict (org_id, part_id, field_key) do update set value = excluded.value, version = bare_answer.version + 1, updated_at = now();
update bare_part set submitted_at = now(), submitted_by = :employee_id::uuid, updated_at = now() where org_id = :orgId and id = :part::uuid;
update bare_stage set done_at = now(), done_by = :employee_id::uuid where org_id = :orgId and run_id = :id::uuid and key = 'selfAssessment';
update bare_stage set opened_at = now() where org_id = :orgId and run_id = :id::uuid and key = 'managerAssessment';
update bare_conversation set phase = 'prepare' where org_id = :orgId and id = :id::uuid;
insert into bare_event (org_id, id, kind, subject_id, person_id, actor_id, at)
  values (:orgId::uuid, gen_random_uuid(), 'conversation.submitted', :id::uuid, :employee_id::uuid, :employee_id::uuid, now());
insert into bare_notice (org_id, id, person_id, kind, subject_id, created_at)
  values (:orgId::uuid, gen_random_uuid(), :manager_id::uuid, 'partSubmitted', :id::uuid, now())
  on conflict (org_id, person_id, kind, subject_id) do update set created_at = now(), read_at = null;
select pg_notify('bare', :id);
commit;
