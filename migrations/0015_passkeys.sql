-- A passkey: the public half of a key pair whose other half stays with a person's device or key chain.
-- Sign-in looks one up before an organization is known, as it does an account.
create table passkey (
  org_id uuid not null references organization (id),
  id uuid not null,
  account_id uuid not null references account (id) on delete cascade,
  -- base64url, as browsers say it
  credential_id text not null check (credential_id ~ '^[A-Za-z0-9_-]+$' and length(credential_id) <= 1400),
  -- COSE
  public_key bytea not null,
  algorithm integer not null check (algorithm in (-7, -8, -257)),
  rp_id text not null,
  counter bigint not null,
  name text not null,
  device_kind text not null check (device_kind in ('thisDevice', 'phone', 'securityKey')),
  transports text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  vouched_by text not null check (vouched_by in ('password', 'passkey')),
  created_at timestamptz not null,
  last_used_at timestamptz,
  -- Its counter went back: perhaps there are two of it. It opens nothing any more.
  suspended_at timestamptz,
  primary key (org_id, id)
);
create unique index passkey_by_credential on passkey (credential_id);
create index passkey_by_account on passkey (org_id, account_id);
alter table passkey enable row level security;
alter table passkey force row level security;
create policy passkey_in_org on passkey using (current_org() is null or org_id = (select current_org()));

-- How somebody entered the password again, or used a passkey instead.
alter table session add column stepped_up_by text check (stepped_up_by in ('password', 'passkey'));

-- Challenges lie in the library's own table and are taken from it once.
create index verification_by_identifier on verification (identifier);
create index verification_by_end on verification (expires_at);

-- A passkey as the log knows it. Each version is a leaf: entered, and entered again for a new log or name.
create table signing_key (
  org_id uuid not null references organization (id),
  passkey_id uuid not null,
  version integer not null,
  person_id uuid not null,
  -- The canonical bytes the leaf's commitment is made of; null in the entry that says the key was taken away.
  document text,
  salt bytea not null check (octet_length(salt) = 32),
  commit text not null,
  epoch integer not null,
  leaf_index bigint not null,
  at timestamptz not null,
  primary key (org_id, passkey_id, version),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, epoch, leaf_index) references log_leaf (org_id, epoch, leaf_index)
);
create index signing_key_by_person on signing_key (org_id, person_id);

-- What somebody said to the agreement on electronic signatures, each time. The leaf follows at once, by itself.
create table signing_consent (
  org_id uuid not null references organization (id),
  id uuid not null,
  person_id uuid not null,
  agreement text not null,
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  locale text not null,
  agreed boolean not null,
  at timestamptz not null,
  salt bytea,
  commit text,
  epoch integer,
  leaf_index bigint,
  primary key (org_id, id),
  foreign key (org_id, person_id) references person (org_id, id),
  foreign key (org_id, epoch, leaf_index) references log_leaf (org_id, epoch, leaf_index)
);
create index signing_consent_by_person on signing_consent (org_id, person_id, id);

do $$
declare
  name text;
begin
  foreach name in array array['signing_key', 'signing_consent'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (org_id = (select current_org()))', name || '_in_org', name);
  end loop;
end $$;

-- S2: signed with one's own key. The evidence is what a verifier needs; `agreement` is the version in force between
-- the organization and the signer.
alter table signature drop constraint signature_level_check;
alter table signature
  add column evidence jsonb,
  add column agreement text,
  add constraint signature_level_check check (level in ('S1', 'S2') and (level = 'S2') = (evidence is not null));
