-- Sign-in happens before an organization is known: outside a door (no organization set) these rows
-- are readable to the sign-in code, inside one only its own organization's.
create table account (
  org_id uuid not null references organization (id),
  id uuid not null primary key,
  name text not null,
  -- The key the sign-in library knows the account by; people sign in with mail or employee number.
  login text not null unique,
  login_verified boolean not null default false,
  image text,
  locale text not null,
  disabled_at timestamptz,
  password_set_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_by_org on account (org_id, id);

-- What a person may type to sign in: a mail address or an employee number, in lower case.
create table sign_in_name (
  org_id uuid not null references organization (id),
  name text not null,
  account_id uuid not null references account (id) on delete cascade,
  primary key (org_id, name)
);
create index sign_in_name_by_account on sign_in_name (org_id, account_id);

create table session (
  org_id uuid not null references organization (id),
  id uuid not null primary key,
  account_id uuid not null references account (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  stepped_up_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_by_account on session (org_id, account_id);

create table credential (
  id uuid not null primary key,
  account_id uuid not null references account (id) on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index credential_by_account on credential (account_id);

create table verification (
  id uuid not null primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Failed sign-ins per name and per address; the delay grows, nobody is locked out for good.
create table sign_in_failure (
  key text not null primary key,
  failures int not null,
  last_at timestamptz not null
);

-- An answer already given to a request that carried a key: asked again, answered the same.
create table idempotency (
  org_id uuid not null references organization (id),
  account_id uuid not null,
  key text not null,
  procedure text not null,
  answer jsonb not null,
  created_at timestamptz not null,
  primary key (org_id, account_id, key)
);

do $$ declare t text;
begin
  foreach t in array array['account', 'sign_in_name', 'session', 'idempotency'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I using (current_org() is null or org_id = (select current_org()))',
      t || '_in_org', t);
  end loop;
end $$;
