-- E01, the third choice: both managers, each for the months under them.
alter table manager_change drop constraint manager_change_choice_check;
alter table manager_change add constraint manager_change_choice_check
  check (choice in ('oldFinishes', 'newRestarts', 'both'));
