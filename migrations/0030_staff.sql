-- Who works at the desk, how they sign in, and what they did.

create table staff (
  id bigint generated always as identity primary key,
  address text not null,
  address_key text not null unique,
  address_hash bytea not null,
  name text not null default '',
  role text not null check (role in ('owner', 'editor', 'reporter', 'analyst')),
  language text not null default 'en' check (language in ('en', 'uk')),
  -- What a passkey knows the person by; says nothing about them.
  user_handle bytea not null unique,
  created_at timestamptz not null default now(),
  signed_in_at timestamptz,
  disabled_at timestamptz
);

-- An offer to join. Its link is signed and stands in no table; the row makes it good for one use.
create table staff_invitations (
  id bigint generated always as identity primary key,
  role text not null check (role in ('owner', 'editor', 'reporter', 'analyst')),
  -- None: whoever holds the link gives an address of their own.
  address text,
  address_key text,
  address_hash bytea,
  language text not null default 'en' check (language in ('en', 'uk')),
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by bigint references staff,
  revoked_at timestamptz,
  check ((address is null) = (address_key is null) and (address is null) = (address_hash is null))
);
create unique index staff_invitations_one_an_address on staff_invitations (address_key)
  where used_at is null and revoked_at is null;

-- A mailed link and code to sign in with, one use for both.
create table staff_sign_ins (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  -- By a link that was printed at the command line, there is no code.
  code_hash bytea,
  code_tries integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index staff_sign_ins_by_staff on staff_sign_ins (staff_id, created_at);

-- Apart from readers' sessions: no cookie of theirs can name a row here.
create table staff_sessions (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  token_hash bytea not null unique,
  -- Not open yet while a second factor is asked for.
  state text not null check (state in ('second-factor', 'open')),
  -- When it was last proved who sits there.
  authenticated_at timestamptz not null,
  ip inet,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index staff_sessions_by_staff on staff_sessions (staff_id);
create index staff_sessions_by_expiry on staff_sessions (expires_at);

-- Browsers that somebody has signed in with before.
create table staff_devices (
  staff_id bigint not null references staff,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (staff_id, token_hash)
);

create table staff_totp (
  staff_id bigint primary key references staff,
  -- Sealed under SECRET_KEYS.
  secret text not null,
  -- Null until the first code has been entered.
  confirmed_at timestamptz,
  -- Of the last code that was taken: no code is taken twice.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

create table staff_recovery_codes (
  staff_id bigint not null references staff,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (staff_id, code_hash)
);

create table staff_passkeys (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  name text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index staff_passkeys_by_staff on staff_passkeys (staff_id);

-- What a passkey is asked to sign, once.
create table staff_challenges (
  challenge_hash bytea primary key,
  -- None where anybody may sign in with it.
  staff_id bigint references staff,
  purpose text not null check (purpose in ('register', 'sign-in', 'confirm')),
  expires_at timestamptz not null
);

alter table publications add column require_second_factor boolean not null default false;

-- The audit log can say what a change has changed, and is searched by who, what, which and when.
alter table audit_log add column before jsonb, add column after jsonb;
create index audit_log_by_actor on audit_log (actor, id);
create index audit_log_by_action on audit_log (action, id);
create index audit_log_by_subject on audit_log (subject, id);
create index audit_log_by_time on audit_log (at);
