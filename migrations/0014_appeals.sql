-- Who of an edition's readers is shown what, told apart by name, and how often anybody is asked for money.

-- The segments that a send's variants tell apart, in the order of their bits: the first is bit 0 of `deliveries.variant`.
-- A correction adds behind and takes none away, so that a bit means the same in each of the send's texts.
alter table sends add column segments text[] not null default '{patron}'
  check (cardinality(segments) between 1 and 15 and segments[1] = 'patron');
-- When what became of a send's appeals was written down, and how many readers each decision was made for.
alter table sends add column appeals_kept_at timestamptz, add column appeal_counts jsonb;

-- Whom an appeal of a send that is over may have reached, and who would have got it and was held back: a list a batch.
-- It outlives the deliveries, since the cap looks back for longer than they may be kept.
create table appeals_kept (
  edition_id bigint not null references sends,
  decision text not null check (decision in ('shown', 'held-back')),
  part integer not null,
  subscriber_ids bigint[] not null,
  primary key (edition_id, decision, part)
);
create index sends_with_appeals on sends (finished_at) where 'appeal' = any (segments);

-- The cap, the share held back, and the tags of stories beside which nobody is asked.
alter table publications add column appeals jsonb not null default '{}';
-- Those of one newsletter, beside the publication's.
alter table newsletters add column quiet_tags text[] not null default '{}';
