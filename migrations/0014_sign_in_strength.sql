-- The oldest failures are swept while new ones are written.
create index sign_in_failure_by_time on sign_in_failure (last_at);

-- When a second factor was shown in this session: roles that ask for one are not in force before.
alter table session add column second_factor_at timestamptz;

-- Codes from a phone. The secret is encrypted under a key that lies beside the database.
create table second_factor (
  org_id uuid not null references organization (id),
  account_id uuid not null references account (id) on delete cascade,
  secret bytea not null,
  -- Begun and not yet confirmed by a first code while null.
  confirmed_at timestamptz,
  -- The half minute of the last code accepted: a code is good once.
  last_step bigint not null,
  created_at timestamptz not null,
  primary key (org_id, account_id)
);

-- For the day the phone is lost; each is good once, and only its hash is kept.
create table recovery_code (
  org_id uuid not null references organization (id),
  account_id uuid not null references account (id) on delete cascade,
  hash text not null,
  used_at timestamptz,
  primary key (org_id, account_id, hash)
);

-- Passwords somebody had before, where the rules ask that they are not taken again.
create table former_password (
  org_id uuid not null references organization (id),
  id uuid not null,
  account_id uuid not null references account (id) on delete cascade,
  hash text not null,
  replaced_at timestamptz not null,
  primary key (org_id, id)
);
create index former_password_by_account on former_password (org_id, account_id, replaced_at);

-- Turning somebody's second factor off for them takes two.
create table second_factor_reset (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  accepted_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id)
);
create unique index second_factor_reset_open on second_factor_reset (org_id, person_id) where decided_at is null;

do $$ declare t text;
begin
  foreach t in array array['second_factor', 'recovery_code', 'former_password', 'second_factor_reset'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (org_id = (select current_org()))', t || '_in_org', t);
  end loop;
end $$;
