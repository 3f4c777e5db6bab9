-- What people are asked, or rated by, changes in talks under way only once somebody else of HR agrees.
-- 'none': nothing of the kind changed; 'alone': it did, and there was nobody else to ask.
alter table template_adoption
  add column decision text not null default 'none'
    check (decision in ('none', 'alone', 'waiting', 'approved', 'declined')),
  add column decided_by uuid,
  add column decided_at timestamptz;
