-- The checkpoint of each day goes by mail to whoever HR administration has named for it.
alter table delivery drop constraint delivery_kind_check;
alter table delivery add constraint delivery_kind_check
  check (kind in ('notice', 'reminder', 'digest', 'receipt', 'checkpoint', 'invitation', 'test'));
