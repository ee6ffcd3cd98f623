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

-- Detail is kept for a time, counts for ever: when the detail of a send began to be pruned, and what it was.
alter table sends add column pruned_at timestamptz;
create table delivery_tallies (
  edition_id bigint not null references sends,
  state delivery_state not null,
  -- Empty where there was none.
  relay text not null,
  reply_class text not null,
  revision_id bigint not null,
  variant smallint not null,
  subject_variant smallint not null,
  count bigint not null,
  primary key (edition_id, state, relay, reply_class, revision_id, variant, subject_variant)
);

-- Old news about persons is found by its age; what is about an edition alone is few and stays.
create index events_of_people_by_time on events (at) where subscriber_id is not null;
create index service_mails_by_time on service_mails (created_at);
create index reports_by_time on reports (at);
create index inbound_mails_kept_by_time on inbound_mails (received_at) where raw is not null;

-- Every index of `deliveries` begins with the edition, so that a launch appends to it and never reads what years have
-- left there. A person's rows are found edition by edition, through the primary key.
drop index deliveries_by_subscriber;
-- By the table's default a fifth of it would have to change before it is looked after: months of a large list.
alter table deliveries set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 100000,
  autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_analyze_scale_factor = 0.02);
