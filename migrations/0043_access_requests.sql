-- 查阅: what is kept about somebody and not shown to them by itself, such as notes of HR, is asked for by name.
alter table privacy_request drop constraint privacy_request_kind_check;
alter table privacy_request add constraint privacy_request_kind_check
  check (kind in ('access', 'correction', 'objection', 'erasure'));
