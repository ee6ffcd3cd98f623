-- The tables that every later part stands on. Forward only: a later change is a later file.

create table publications (
  id integer primary key default 1 check (id = 1),
  name text not null,
  tagline text not null default '',
  site_url text,
  contact_address text,
  postal_address text not null default '',
  language text not null default 'en',
  time_zone text not null default 'UTC',
  theme jsonb not null default '{}',
  logo_url text,
  privacy_text text not null default '',
  terms_text text not null default '',
  imprint_text text not null default '',
  -- A sample publication refuses to send anywhere but to the local inbox.
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table newsletters (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  description text not null default '',
  language text not null default 'en',
  time_zone text not null default 'UTC',
  -- Ticked on the sign-up form when it is first shown.
  preselected boolean not null default false,
  click_mode text not null default 'aggregate' check (click_mode in ('off', 'aggregate', 'person')),
  utm jsonb,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz
);

-- Who a newsletter comes from; the row without a newsletter is the default, and sends service mail.
create table senders (
  id bigint generated always as identity primary key,
  newsletter_id bigint unique nulls not distinct references newsletters,
  from_name text not null,
  from_address text not null,
  reply_to text
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'
);

-- Subscribers ---------------------------------------------------------------------------------------------

create table subscribers (
  id bigint generated always as identity primary key,
  -- As typed, with its case; what is unique is address_key, the folded form for comparison.
  address text not null,
  address_key text not null unique,
  -- Keyed by SUPPRESSION_KEY: what suppressions are joined by, and what stays after an erasure.
  address_hash bytea not null unique,
  name text not null default '',
  language text,
  time_zone text,
  disposable boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table subscriptions (
  subscriber_id bigint not null references subscribers on delete cascade,
  newsletter_id bigint not null references newsletters,
  state text not null check (state in ('pending', 'confirmed', 'ended')),
  frequency text not null default 'every',
  -- Clicks are counted per person only with this consent of their own.
  click_consent_at timestamptz,
  requested_at timestamptz not null default now(),
  confirmed_at timestamptz,
  ended_at timestamptz,
  primary key (subscriber_id, newsletter_id),
  check (state <> 'confirmed' or confirmed_at is not null),
  check (state <> 'ended' or ended_at is not null)
);
create index subscriptions_confirmed on subscriptions (newsletter_id, subscriber_id) where state = 'confirmed';

-- Append-only proof of what a person agreed to or withdrew, in which words, from where.
create table consents (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null,
  newsletter_id bigint references newsletters,
  action text not null check (action in ('request', 'confirm', 'withdraw')),
  purpose text not null,
  wording text not null,
  wording_version text not null,
  source text not null,
  form_url text,
  ip inet,
  user_agent text,
  message_id text,
  evidence jsonb not null default '{}',
  at timestamptz not null default now()
);
create index consents_by_subscriber on consents (subscriber_id, id);

-- Erasure of a person is the one thing that may delete a proof; it says so by the setting below.
create function consents_are_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('broadsheet.erasing', true) = 'yes' then
    return old;
  end if;
  raise exception 'consents are append-only: % refused', lower(tg_op);
end $$;
create trigger consents_append_only before update or delete on consents
  for each row execute function consents_are_append_only();

-- One asked-for confirmation of an address: what it would confirm, and what was shown when it was asked.
create table confirmations (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscribers on delete cascade,
  newsletter_ids bigint[] not null,
  wording text not null,
  wording_version text not null,
  source text not null,
  form_url text,
  ip inet,
  user_agent text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  mails integer not null default 0,
  last_mail_at timestamptz,
  -- Message-ID of the last mail that asked.
  message_id text,
  used_at timestamptz
);
create index confirmations_by_subscriber on confirmations (subscriber_id, created_at);

-- Who is a patron, as a set. Empty until memberships exist.
create view entitlements as
  select null::bigint as subscriber_id, null::text as tier, null::timestamptz as since, null::timestamptz as until
  where false;

-- A link to sign in that was mailed: it works once.
create table sign_ins (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscribers on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);

-- Signed-in people; the token in the cookie is kept only as its hash.
create table sessions (
  token_hash bytea primary key,
  subject text,
  data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_by_expiry on sessions (expires_at);

-- The shape that rate-limiter-flexible expects.
create table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

-- Sources and articles ------------------------------------------------------------------------------------

create table sources (
  id bigint generated always as identity primary key,
  url text not null unique,
  title text not null default '',
  state text not null default 'active' check (state in ('active', 'paused')),
  poll_seconds integer not null default 900 check (poll_seconds >= 60),
  etag text,
  last_modified text,
  next_poll_at timestamptz not null default now(),
  last_polled_at timestamptz,
  last_changed_at timestamptz,
  failures integer not null default 0,
  last_error text,
  problems jsonb not null default '[]',
  created_at timestamptz not null default now()
);
create index sources_due on sources (next_poll_at) where state = 'active';

create table articles (
  id bigint generated always as identity primary key,
  -- None for an article added by its address or written at the desk.
  source_id bigint references sources,
  canonical_url text not null unique,
  guid text,
  title text not null,
  standfirst text not null default '',
  author text not null default '',
  html text not null default '',
  image jsonb,
  categories text[] not null default '{}',
  language text,
  published_at timestamptz not null,
  -- When we first had it: a late arrival has an old published_at and a new first_seen_at.
  first_seen_at timestamptz not null default now(),
  changed_at timestamptz,
  content_hash bytea not null,
  revision integer not null default 1,
  -- The editor's mark: lead the next edition with this one.
  lead_marked_at timestamptz,
  vanished_at timestamptz
);
create index articles_by_arrival on articles (first_seen_at);
create index articles_by_source on articles (source_id, published_at desc);
create index articles_by_guid on articles (source_id, guid);

create table article_revisions (
  article_id bigint not null references articles on delete cascade,
  revision integer not null,
  content jsonb not null,
  seen_at timestamptz not null default now(),
  primary key (article_id, revision)
);

-- Pictures by the hash of their bytes, as served at /i/<hash>.
create table images (
  hash text primary key,
  media_type text not null,
  width integer not null,
  height integer not null,
  data bytea not null,
  created_at timestamptz not null default now()
);

-- What became of fetching a picture's address: a hash, or the reason why there is none.
create table image_fetches (
  url text primary key,
  hash text references images,
  error text,
  fetched_at timestamptz not null default now()
);

-- Editions ------------------------------------------------------------------------------------------------

-- How a newsletter's digest assembles itself.
create table assembly_rules (
  newsletter_id bigint primary key references newsletters,
  enabled boolean not null default true,
  -- Local wall-clock time in the newsletter's zone, on these ISO weekdays (1 Monday to 7 Sunday).
  assemble_at time not null default '06:00',
  weekdays integer[] not null default '{1,2,3,4,5,6,7}',
  min_articles integer not null default 3,
  max_articles integer not null default 15,
  -- Late arrivals of this many hours before the last edition's window are still taken.
  overlap_hours integer not null default 24,
  source_ids bigint[] not null default '{}',
  categories text[] not null default '{}',
  lead_categories text[] not null default '{}',
  sections jsonb not null default '[]',
  read_also integer not null default 2,
  subject_template text not null default '',
  appeal jsonb,
  thanks jsonb,
  -- What happens to an assembled edition nobody approved: hold and alert, hold, or send.
  at_deadline text not null default 'hold-and-alert' check (at_deadline in ('hold-and-alert', 'hold', 'send')),
  deadline_minutes integer not null default 60,
  rule_set_by text not null default 'system',
  expiry_hours integer not null default 24
);

create table editions (
  id bigint generated always as identity primary key,
  newsletter_id bigint not null references newsletters,
  number integer not null,
  slug text not null unique,
  state text not null default 'draft'
    check (state in ('draft', 'approved', 'scheduled', 'launched', 'cancelled')),
  language text not null,
  time_zone text not null,
  subject text not null default '',
  preheader text not null default '',
  intro text not null default '',
  blocks jsonb not null default '[]',
  -- What assembly left out and why, for the desk.
  notes jsonb not null default '[]',
  window_start timestamptz,
  window_end timestamptz,
  send_at timestamptz,
  approved_revision_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  launched_at timestamptz,
  unique (newsletter_id, number)
);
create index editions_due on editions (send_at) where state = 'scheduled';

-- Every run of the assembly, with the reason where it made no edition. By schedule at most one a local day.
create table assemblies (
  id bigint generated always as identity primary key,
  newsletter_id bigint not null references newsletters,
  local_date date not null,
  cause text not null check (cause in ('schedule', 'person')),
  edition_id bigint references editions,
  articles integer not null default 0,
  reason text,
  at timestamptz not null default now()
);
create unique index assemblies_once_a_day on assemblies (newsletter_id, local_date) where cause = 'schedule';

-- A frozen text of an edition: content and the mails rendered from it, under one hash.
create table edition_revisions (
  id bigint generated always as identity primary key,
  edition_id bigint not null references editions,
  number integer not null,
  hash text not null,
  content jsonb not null,
  mails jsonb not null,
  web_html text not null,
  created_at timestamptz not null default now(),
  unique (edition_id, number),
  unique (edition_id, hash)
);
alter table editions add foreign key (approved_revision_id) references edition_revisions;

create table approvals (
  id bigint generated always as identity primary key,
  revision_id bigint not null references edition_revisions,
  approved_by text not null,
  by_rule boolean not null default false,
  at timestamptz not null default now()
);

-- Which article stood in which edition: with deliveries, who got which article.
create table edition_articles (
  edition_id bigint not null references editions on delete cascade,
  article_id bigint not null references articles,
  block text not null,
  position integer not null,
  primary key (edition_id, article_id)
);
create index edition_articles_by_article on edition_articles (article_id);

-- Delivery ------------------------------------------------------------------------------------------------

create type delivery_state as enum
  ('waiting', 'sending', 'deferred', 'sent', 'failed', 'suppressed', 'uncertain', 'cancelled');

-- Where a link of a revision leads; a click redirects only to what stands here.
create table links (
  revision_id bigint not null references edition_revisions,
  number integer not null,
  url text not null,
  article_id bigint,
  people bigint not null default 0,
  machines bigint not null default 0,
  primary key (revision_id, number)
);

create table sends (
  edition_id bigint primary key references editions,
  state text not null default 'sending' check (state in ('sending', 'paused', 'finished', 'cancelled')),
  reason text,
  priority smallint not null default 0,
  eligible bigint not null default 0,
  launched_at timestamptz not null default now(),
  expires_at timestamptz not null,
  finished_at timestamptz
);
create index sends_live on sends (edition_id) where state in ('sending', 'paused');

-- The mails of a send, as rendered when its revision was frozen, with slots and segments still marked.
create table send_mails (
  edition_id bigint not null references sends,
  revision_id bigint not null references edition_revisions,
  subject_variant smallint not null default 0,
  envelope jsonb not null,
  subject text not null,
  html text not null,
  text text not null,
  primary key (edition_id, revision_id, subject_variant)
);

create table delivery_batches (
  edition_id bigint not null references sends,
  batch integer not null,
  due_at timestamptz not null default now(),
  lease_id uuid,
  lease_until timestamptz,
  leased_by text,
  finished_at timestamptz,
  primary key (edition_id, batch)
);
create index delivery_batches_open on delivery_batches (due_at) where finished_at is null;

-- Half-empty pages, so that a row changes state in place (heap-only) and no index is touched.
create table deliveries (
  edition_id bigint not null references sends,
  subscriber_id bigint not null,
  revision_id bigint not null,
  batch integer not null,
  variant smallint not null default 0,
  subject_variant smallint not null default 0,
  attempt smallint not null default 0,
  state delivery_state not null default 'waiting',
  priority smallint not null default 0,
  -- Clicks of this reader are counted per person; else through the link that all readers share.
  click_person boolean not null default false,
  address text not null,
  name text not null default '',
  due_at timestamptz not null default now(),
  attempt_id uuid,
  relay text,
  reply text,
  reply_class text,
  reason text,
  appeal_decision text,
  updated_at timestamptz not null default now(),
  primary key (edition_id, subscriber_id)
) with (fillfactor = 50);
create index deliveries_by_batch on deliveries (edition_id, batch);
create index deliveries_by_subscriber on deliveries (subscriber_id);

-- Counts are kept, not recomputed: by statement-level triggers, so that no path to a row can forget them.
create table delivery_counts (
  edition_id bigint not null,
  batch integer not null,
  state delivery_state not null,
  count bigint not null default 0,
  primary key (edition_id, batch, state)
) with (fillfactor = 50);

create function count_inserted_deliveries() returns trigger language plpgsql as $$
begin
  insert into delivery_counts as c (edition_id, batch, state, count)
    select edition_id, batch, state, count(*) from added group by 1, 2, 3 order by 1, 2, 3
    on conflict (edition_id, batch, state) do update set count = c.count + excluded.count;
  return null;
end $$;
create trigger deliveries_counted_on_insert after insert on deliveries
  referencing new table as added for each statement execute function count_inserted_deliveries();

create function count_updated_deliveries() returns trigger language plpgsql as $$
begin
  insert into delivery_counts as c (edition_id, batch, state, count)
    select edition_id, batch, state, sum(change)
    from (
      select edition_id, batch, state, 1 as change from after_change
      union all
      select edition_id, batch, state, -1 from before_change
    ) changes
    group by 1, 2, 3 having sum(change) <> 0 order by 1, 2, 3
    on conflict (edition_id, batch, state) do update set count = c.count + excluded.count;
  return null;
end $$;
create trigger deliveries_counted_on_update after update on deliveries
  referencing old table as before_change new table as after_change
  for each statement execute function count_updated_deliveries();

create function count_deleted_deliveries() returns trigger language plpgsql as $$
begin
  insert into delivery_counts as c (edition_id, batch, state, count)
    select edition_id, batch, state, -count(*) from removed group by 1, 2, 3 order by 1, 2, 3
    on conflict (edition_id, batch, state) do update set count = c.count + excluded.count;
  return null;
end $$;
create trigger deliveries_counted_on_delete after delete on deliveries
  referencing old table as removed for each statement execute function count_deleted_deliveries();

-- Who may not be mailed, why, and in which streams. Kept by keyed hash, so that it outlives an erasure.
create table suppressions (
  id bigint generated always as identity primary key,
  address_hash bytea not null,
  -- For people to read; empty once the person is erased.
  address text,
  reason text not null
    check (reason in ('unsubscribed', 'complaint', 'hard-bounce', 'erased', 'manual')),
  streams text[] not null check (streams <@ '{bulk,service,staff}' and cardinality(streams) > 0),
  -- Only an unsubscribe may stop a single newsletter; none means every bulk mail.
  newsletter_id bigint references newsletters,
  evidence jsonb not null default '{}',
  created_by text not null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by text
);
create index suppressions_live on suppressions (address_hash) where lifted_at is null;

-- Single mails caused by a person's own act: confirmations, welcomes, sign-in links, receipts.
create table service_mails (
  id bigint generated always as identity primary key,
  kind text not null,
  stream text not null default 'service' check (stream in ('bulk', 'service', 'staff')),
  idempotency_key text not null unique,
  subscriber_id bigint,
  address text not null,
  address_hash bytea not null,
  language text not null,
  -- Ids and plain facts only: links are signed when the mail is composed.
  props jsonb not null default '{}',
  priority smallint not null default 10,
  state delivery_state not null default 'waiting',
  attempt smallint not null default 0,
  attempt_id uuid,
  lease_until timestamptz,
  message_id text not null,
  relay text,
  reply text,
  reply_class text,
  reason text,
  due_at timestamptz not null default now(),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index service_mails_due on service_mails (due_at) where state in ('waiting', 'deferred', 'sending');
create index service_mails_by_subscriber on service_mails (subscriber_id);

-- News that travels leftwards (bounced, complained, clicked): a row here, handled once by each consumer.
create table events (
  id bigint generated always as identity primary key,
  kind text not null,
  subscriber_id bigint,
  edition_id bigint,
  data jsonb not null default '{}',
  at timestamptz not null default now()
);
create index events_by_subscriber on events (subscriber_id, id);

create table event_handlings (
  event_id bigint not null references events on delete cascade,
  consumer text not null,
  handled_at timestamptz not null default now(),
  primary key (event_id, consumer)
);
