-- What a record was opened for, where it was opened as evidence for a decision; its person reads of it.
alter table opening add column purpose text check (purpose in ('promotion', 'pay', 'training'));
