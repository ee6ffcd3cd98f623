-- The metrics ask how many are in doubt: of few batches any. On the state alone, which never changes, so that
-- counting stays a change in place.
create index delivery_counts_uncertain on delivery_counts (edition_id) where state = 'uncertain';

-- What became of attempts that were no plain success at the first try: those are most, and their row says it all.
-- Append-only; together with its row it is a delivery's life.
create table delivery_attempts (
  id bigint generated always as identity,
  edition_id bigint not null,
  subscriber_id bigint not null,
  attempt smallint not null,
  -- `waiting`: a person has it sent again.
  outcome delivery_state not null,
  relay text,
  reply text,
  reply_class text,
  reason text,
  at timestamptz not null default now(),
  primary key (edition_id, subscriber_id, id)
);
