-- What the desk finds readers by, and the keys that open the API to programs.

create index subscribers_by_key_prefix on subscribers (address_key text_pattern_ops);
create index subscribers_by_words_of_name on subscribers using gin (to_tsvector('simple', name));

-- A key opens a part of the API to a program. What is kept is its hash; the key itself is shown once.
create table api_keys (
  id bigint generated always as identity primary key,
  name text not null,
  token_hash bytea not null unique,
  -- Its first characters, so that people can tell which one a program has.
  hint text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  -- To the minute.
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
-- A form that is sent twice makes one key.
create unique index api_keys_one_a_name on api_keys (lower(name)) where ended_at is null;
