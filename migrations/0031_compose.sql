-- An edition is composed by operations, each under a number of its own; several people may work on it at once.
alter table editions
  add column version integer not null default 0,
  -- Items that were taken out, with where they stood: they can be brought back, with what was written to them since.
  add column removed jsonb not null default '[]';

-- What was done to an edition, by whom: as it was asked for, and its exact effects, which can be turned around.
create table edition_changes (
  edition_id bigint not null references editions on delete cascade,
  version integer not null,
  actor text not null,
  at timestamptz not null default now(),
  act text not null default 'change' check (act in ('change', 'undo', 'redo')),
  -- The change that an undo or redo turns around.
  undoes integer,
  operation jsonb not null,
  effects jsonb not null default '[]',
  -- Of a text that could not be merged and was kept aside.
  conflict text check (conflict in ('open', 'taken', 'dropped', 'replaced')),
  primary key (edition_id, version)
);
create index edition_changes_by_actor on edition_changes (edition_id, actor, version);
create index edition_conflicts_open on edition_changes (edition_id) where conflict = 'open';

-- Requests that were carried out, so that one sent twice acts once.
create table edition_change_requests (
  edition_id bigint not null references editions on delete cascade,
  once text not null,
  actor text not null,
  results jsonb not null,
  at timestamptz not null default now(),
  primary key (edition_id, actor, once)
);

-- Who has an edition open; a row that is not renewed counts no more.
create table edition_presence (
  edition_id bigint not null references editions on delete cascade,
  actor text not null,
  tab text not null,
  item text,
  seen_at timestamptz not null default now(),
  primary key (edition_id, actor, tab)
);
