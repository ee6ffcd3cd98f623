-- What a "no" said, apart from why a row is in its state: a late outcome must tell the two apart.
alter table deliveries add column withdrawn text;
-- Suppressions and bounces find their rows by it; empty once the person is erased.
alter table deliveries add column address_hash bytea not null default '';

-- A send is `launching` while its audience is being frozen; nothing of it is handed over before it is `sending`.
alter table sends drop constraint sends_state_check;
alter table sends add constraint sends_state_check
  check (state in ('launching', 'sending', 'paused', 'finished', 'cancelled'));
drop index sends_live;
create index sends_live on sends (edition_id) where state in ('launching', 'sending', 'paused');
-- Held for a moment, as while the relay is away: one brake for all its batches.
alter table sends add column not_before timestamptz;

-- The sweep asks every few seconds whether an edition's deadline has been dealt with.
create unique index events_deadline on events (edition_id) where kind = 'deadline-passed';

-- When a feed last listed an article: one that is no longer there, though older ones are, has vanished.
alter table articles add column listed_at timestamptz;
create unique index events_article_changed
  on events (edition_id, (data->>'articleId'), (data->>'revision'), (data->>'what'))
  where kind = 'article-changed';

-- A digest comes at the reader's own morning: the newsletter's hour, in the reader's zone.
alter table subscribers add column own_morning boolean not null default false;

-- A newsletter assembles itself once it has been told to.
alter table assembly_rules alter column enabled set default false;
