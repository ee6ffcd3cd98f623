-- What patrons would like to have covered, what they decide, and what the newsroom then promised.

create table topics (
  id bigint generated always as identity primary key,
  title text not null check (title <> ''),
  details text not null default '',
  state text not null default 'new' check (state in ('new', 'accepted', 'declined', 'merged')),
  -- What its suggesters are told.
  reason text not null default '',
  merged_into bigint references topics,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  check ((state = 'merged') = (merged_into is not null)),
  check (merged_into <> id)
);
create index topics_by_state on topics (state, id);
create index topics_by_merged_into on topics (merged_into) where merged_into is not null;

-- Who suggested a topic, in their words. It goes with the person; the topic is the newsroom's.
create table suggestions (
  id bigint generated always as identity primary key,
  topic_id bigint not null references topics,
  subscriber_id bigint not null references subscribers on delete cascade,
  title text not null,
  details text not null default '',
  created_at timestamptz not null default now()
);
create index suggestions_by_subscriber on suggestions (subscriber_id, id);
create index suggestions_by_topic on suggestions (topic_id);

create table ballots (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null check (title <> ''),
  question text not null check (question <> ''),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'voided')),
  -- None: it waits for the command.
  opens_at timestamptz,
  closes_at timestamptz not null,
  max_choices integer not null default 1 check (max_choices between 1 and 20),
  -- None: every tier.
  tier_ids bigint[] not null default '{}',
  complimentary boolean not null default false,
  -- Whether totals show while it is open.
  live boolean not null default false,
  -- What readers who do not vote are told of it in an edition; none: nothing.
  teaser text not null default '',
  -- Mixed into the key that votes are kept under; once it is gone, nobody can tell any more whose a vote was.
  salt bytea,
  opened_at timestamptz,
  closed_at timestamptz,
  voided_at timestamptz,
  void_reason text not null default '',
  -- Since when all its votes lie in an order that says nothing.
  shuffled_at timestamptz,
  -- What live totals were when they were last told: {"votes", "counts": []}
  told jsonb,
  -- The result: how many votes count, of how many who could have voted; by tier, where that hides everybody.
  votes integer,
  eligible integer,
  by_tier jsonb,
  -- Over all votes that count, under the ballot's key: a changed, added or removed vote breaks it.
  seal bytea,
  -- The option that won; of tied ones the one that was chosen among them, by whom.
  winner smallint,
  winner_chosen_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (opens_at is null or closes_at > opens_at),
  check (state = 'draft' or state = 'voided' or opened_at is not null),
  check (state <> 'closed' or (closed_at is not null and votes is not null))
);
create index ballots_to_open on ballots (opens_at) where state = 'draft';
create index ballots_to_close on ballots (closes_at) where state = 'open';

create table ballot_options (
  ballot_id bigint not null references ballots on delete cascade,
  position smallint not null check (position between 1 and 20),
  title text not null check (title <> ''),
  details text not null default '',
  topic_id bigint references topics,
  -- The result, once it is closed.
  votes integer,
  primary key (ballot_id, position)
);
create index ballot_options_by_topic on ballot_options (topic_id) where topic_id is not null;

-- Votes. `voter` is a keyed hash of ballot and subscriber; there is no id and no time here, and there must be none:
-- beside a log of requests or another table either would say whose a vote is.
create table ballot_votes (
  ballot_id bigint not null references ballots on delete cascade,
  voter bytea not null,
  choices smallint[] not null,
  -- Under the ballot's key, over voter and choices.
  mark bytea not null,
  primary key (ballot_id, voter)
);

-- What came of a ballot: who reports it, by when, and the article.
create table promises (
  id bigint generated always as identity primary key,
  ballot_id bigint not null unique references ballots,
  position smallint not null,
  reporter text not null check (reporter <> ''),
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'kept', 'withdrawn')),
  article_id bigint references articles on delete set null,
  article_url text,
  article_title text,
  reason text not null default '',
  made_at timestamptz not null default now(),
  ended_at timestamptz,
  foreign key (ballot_id, position) references ballot_options (ballot_id, position),
  check (state <> 'kept' or article_url is not null)
);
create index promises_by_article on promises (article_id) where article_id is not null;

-- Whether digests show the ballots that are open.
alter table assembly_rules add column ballots boolean not null default true;

-- Who may vote is asked of payments: by membership, and by the purchase of a gift.
create index gifts_by_membership on gifts (membership_id) where membership_id is not null;
create index payments_by_checkout on payments (checkout_id) where checkout_id is not null;
