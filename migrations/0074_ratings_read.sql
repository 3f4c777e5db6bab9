-- Whoever does a stage of a talk and reads there what its manager rated leaves a trace of that kind.
alter table opening drop constraint opening_kind_check;
alter table opening add constraint opening_kind_check check (kind in ('read', 'export', 'chain', 'ratings'));
