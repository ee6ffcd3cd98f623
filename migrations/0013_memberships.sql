-- What one can support at, who does, and what was paid. Amounts are in minor units (cents) beside their currency,
-- a lower-case ISO 4217 code, as Stripe writes it.

create table tiers (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  standfirst text not null default '',
  benefits text[] not null default '{}',
  -- What a new patron of it is told in the mail of thanks.
  welcome text not null default '',
  position integer not null default 0,
  -- Not offered, but open to whoever has its link.
  hidden boolean not null default false,
  archived_at timestamptz,
  stripe_product_id text unique,
  -- What of it stands in Stripe; a tier whose `changed_at` is later is to be sent there.
  stripe_synced_at timestamptz,
  stripe_tried_at timestamptz,
  changed_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);

-- A price is never changed: a new one takes its place, and the old one keeps its members.
create table tier_prices (
  id bigint generated always as identity primary key,
  tier_id bigint not null references tiers,
  currency text not null check (currency ~ '^[a-z]{3}$'),
  interval text not null check (interval in ('month', 'year')),
  amount bigint not null check (amount > 0),
  -- The least amount of one's own; none: there is only the price.
  minimum bigint check (minimum > 0 and minimum <= amount),
  stripe_price_id text unique,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index tier_prices_current on tier_prices (tier_id, currency, interval) where retired_at is null;

-- What the page of support says, and what is asked for once.
create table support_settings (
  id integer primary key default 1 check (id = 1),
  title text not null default '',
  why text not null default '',
  -- Suggested amounts of a contribution, and the least, by currency: {"eur": {"suggested": [500, 1000], "minimum": 200}}
  once jsonb not null default '{}',
  bank_transfer text not null default '',
  -- [{"label", "url", "text"}]
  other_ways jsonb not null default '[]',
  gift_months integer[] not null default '{3,12}',
  grace_days integer not null default 14 check (grace_days between 7 and 60),
  -- What contributions are named after in Stripe: {"id", "name", "livemode"}
  contribution_product jsonb,
  updated_at timestamptz not null default now()
);

-- A relationship that is paid for, or given, on whatever rail. `since` and `until` are what one function and one view
-- (entitlements) read; every writer sets them.
create table memberships (
  id bigint generated always as identity primary key,
  -- None until its owner has claimed it, and after an erasure.
  subscriber_id bigint references subscribers on delete set null,
  rail text not null check (rail in ('stripe', 'gift', 'complimentary', 'transfer', 'import')),
  tier_id bigint references tiers,
  -- incomplete: not paid yet. past-due: a payment failed, rights stay during the grace time. paused: rests.
  state text not null check (state in ('incomplete', 'active', 'past-due', 'paused', 'ended')),
  amount bigint not null default 0,
  currency text check (currency ~ '^[a-z]{3}$'),
  interval text check (interval in ('month', 'year')),
  -- Rights: from, and until (none: open-ended). Both none while nothing has been paid.
  since timestamptz,
  until timestamptz,
  period_start timestamptz,
  period_end timestamptz,
  -- The end that was asked for.
  cancel_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text,
  paused_at timestamptz,
  resume_at timestamptz,
  -- When the last worker set about resuming it.
  resume_tried_at timestamptz,
  ended_at timestamptz,
  -- The first payment that was settled; for gifts and transfers when it was recorded as active. Votes ask for it.
  settled_at timestamptz,
  -- The whole of what was paid is refunded or charged back.
  voided_at timestamptz,
  -- An unclaimed one: where its link was mailed. Proves nothing, and signs nobody in.
  claim_address text,
  claim_address_hash bytea,
  claimed_at timestamptz,
  -- The edition whose appeal led to it.
  edition_id bigint,
  note text not null default '',
  stripe_subscription_id text unique,
  stripe_customer_id text,
  livemode boolean,
  -- The number under which its object was fetched from Stripe last: a smaller one writes nothing.
  stripe_read bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (until is null or since is not null)
);
create index memberships_by_subscriber on memberships (subscriber_id);
create index memberships_by_customer on memberships (stripe_customer_id);
create index memberships_by_claim on memberships (claim_address_hash) where claimed_at is null;
create index memberships_to_resume on memberships (resume_at) where state = 'paused';
create sequence stripe_reads;

-- Who is a patron of what, as a set: on any rail. Stripe's clock may be ahead of ours: who has paid there is a patron
-- here from when we hear of it, and what rests or has ended there gives no right whatever its moment.
drop view entitlements;
create view entitlements as
  select m.subscriber_id, t.slug as tier,
    case when m.rail = 'stripe' then least(m.since, m.created_at) else m.since end as since,
    m.until, m.id as membership_id, m.rail
  from memberships m left join tiers t on t.id = m.tier_id
  where m.subscriber_id is not null and m.since is not null
    and (m.rail <> 'stripe' or m.state in ('active', 'past-due') or m.until <= now());

-- A purchase that was begun. The address of its page is never kept.
create table checkouts (
  id bigint generated always as identity primary key,
  purpose text not null check (purpose in ('membership', 'contribution', 'gift')),
  subscriber_id bigint references subscribers on delete set null,
  -- The browser that began it: it alone sees its thanks.
  browser_hash bytea not null,
  tier_id bigint references tiers,
  interval text check (interval in ('month', 'year')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  -- Stripe's id of it, too: what is asked of Stripe is made from this row alone, so that asking again asks the same.
  promo_code text,
  stripe_promotion_code text,
  -- The price that is asked for; none: an amount of one's own.
  stripe_price_id text,
  stripe_product_id text,
  -- By a link in a mail, which may have been forwarded: the address is not shown at Stripe.
  by_link boolean not null default false,
  language text not null default 'en',
  edition_id bigint,
  state text not null default 'open' check (state in ('open', 'completed', 'expired', 'failed', 'refunded')),
  reason text,
  stripe_session_id text unique,
  membership_id bigint references memberships,
  -- A second membership of one person: to be cancelled and refunded, or that is done.
  take_back text check (take_back in ('due', 'done')),
  livemode boolean,
  stripe_read bigint not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  completed_at timestamptz
);
create index checkouts_to_take_back on checkouts (id) where take_back = 'due';
create index checkouts_open on checkouts (expires_at) where state = 'open';
create index checkouts_by_membership on checkouts (membership_id);
create index checkouts_by_browser on checkouts (browser_hash);
create unique index checkouts_one_open on checkouts (subscriber_id)
  where state = 'open' and purpose = 'membership' and subscriber_id is not null;

-- A membership bought for somebody else.
create table gifts (
  id bigint generated always as identity primary key,
  checkout_id bigint not null unique references checkouts,
  tier_id bigint not null references tiers,
  months integer not null check (months between 1 and 36),
  giver_subscriber_id bigint references subscribers on delete set null,
  giver_name text not null default '',
  giver_address text,
  recipient_name text not null default '',
  recipient_address text,
  recipient_hash bytea,
  message text not null default '',
  language text not null default 'en',
  deliver_on date not null,
  time_zone text not null default 'UTC',
  state text not null default 'unpaid' check (state in ('unpaid', 'paid', 'delivered', 'claimed', 'refunded')),
  delivered_at timestamptz,
  claimed_at timestamptz,
  membership_id bigint references memberships,
  created_at timestamptz not null default now()
);
create index gifts_to_deliver on gifts (deliver_on) where state = 'paid';

-- Each payment once, by its Stripe id or by the reference of its transfer.
create table payments (
  id bigint generated always as identity primary key,
  purpose text not null check (purpose in ('membership', 'contribution', 'gift')),
  rail text not null check (rail in ('stripe', 'transfer', 'import')),
  subscriber_id bigint references subscribers on delete set null,
  membership_id bigint references memberships,
  checkout_id bigint references checkouts,
  amount bigint not null check (amount >= 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  settled_at timestamptz,
  -- The sum of its refunds that went through.
  refunded bigint not null default 0,
  dispute text check (dispute in ('open', 'won', 'lost')),
  disputed_at timestamptz,
  stripe_payment_intent_id text unique,
  stripe_invoice_id text,
  stripe_charge_id text,
  reference text unique,
  livemode boolean,
  stripe_read bigint not null default 0,
  edition_id bigint,
  created_at timestamptz not null default now()
);
create index payments_by_subscriber on payments (subscriber_id, settled_at);
create index payments_by_membership on payments (membership_id, settled_at);
create index payments_by_invoice on payments (stripe_invoice_id);

create table refunds (
  stripe_refund_id text primary key,
  payment_id bigint not null references payments,
  amount bigint not null check (amount >= 0),
  currency text not null,
  state text not null,
  stripe_read bigint not null default 0,
  created_at timestamptz not null default now()
);
create index refunds_by_payment on refunds (payment_id);

-- The terms of renewal that somebody was shown and agreed to, in their words. Append-only, as consents are.
create table renewal_agreements (
  id bigint generated always as identity primary key,
  checkout_id bigint references checkouts,
  membership_id bigint references memberships,
  subscriber_id bigint,
  wording text not null,
  wording_version text not null,
  language text not null,
  amount bigint not null,
  currency text not null,
  interval text,
  -- Asked for the start within the days in which one may withdraw: what is due then is pro rata.
  immediate_start boolean not null default false,
  ip inet,
  user_agent text,
  at timestamptz not null default now()
);
create index renewal_agreements_by_membership on renewal_agreements (membership_id);

-- "I cancel", "I withdraw", said without signing in. It counts from when it was received, whoever matches it later.
create table declarations (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('cancel', 'withdraw')),
  -- Of the form that was confirmed: one that is sent twice is one declaration.
  request_hash bytea not null unique,
  about text not null default 'membership' check (about in ('membership', 'gift')),
  name text not null default '',
  address text,
  address_hash bytea not null,
  -- Which contract, in their words.
  contract text not null default '',
  language text not null default 'en',
  state text not null default 'received' check (state in ('received', 'matched', 'done', 'refused')),
  reason text,
  membership_id bigint references memberships,
  gift_id bigint references gifts,
  -- The mailed link was used: the address is theirs who declared it.
  proved_at timestamptz,
  matched_by text,
  matched_at timestamptz,
  -- What is decided once it is matched: when it ends, and what is paid back, [{"paymentId", "amount", "currency"}].
  ends_at timestamptz,
  refunds jsonb not null default '[]',
  -- A refund that no machine can make: by whom it was made, and when.
  refund_by_hand boolean not null default false,
  refunded_by text,
  refunded_at timestamptz,
  tried_at timestamptz,
  done_at timestamptz,
  ip inet,
  user_agent text,
  received_at timestamptz not null default now()
);
create index declarations_by_address on declarations (address_hash);
create index declarations_open on declarations (id) where state in ('received', 'matched');

-- What Stripe posted: stored once by its id, acknowledged, and worked on by a queue.
create table stripe_events (
  id text primary key,
  type text not null,
  livemode boolean not null,
  api_version text,
  account text,
  object_id text,
  payload jsonb not null,
  created_at timestamptz not null,
  received_at timestamptz not null default now(),
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'ignored', 'refused', 'failed')),
  reason text,
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  lease_until timestamptz,
  handled_at timestamptz
);
create index stripe_events_by_time on stripe_events (received_at);
create index stripe_events_due on stripe_events (due_at) where state = 'waiting';
create index stripe_events_by_object on stripe_events (object_id);

-- Each comparison of all this with what stands at Stripe: the nightly one is due where there was none for a day.
create table stripe_reconciliations (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  ended_at timestamptz,
  checked integer not null default 0,
  drift integer not null default 0,
  error text
);

-- A payment that failed, from the failure to what became of it.
create table dunnings (
  id bigint generated always as identity primary key,
  membership_id bigint not null references memberships,
  stripe_invoice_id text not null unique,
  amount bigint not null,
  currency text not null,
  -- The bank wants the patron to confirm.
  needs_action boolean not null default false,
  began_at timestamptz not null,
  grace_until timestamptz not null,
  step integer not null default 0,
  next_at timestamptz,
  outcome text not null default 'open' check (outcome in ('open', 'recovered', 'lost')),
  ended_at timestamptz
);
create index dunnings_due on dunnings (next_at) where outcome = 'open';
create index dunnings_by_membership on dunnings (membership_id);

-- What a member has been told once: a renewal, a card that runs out, an end that comes, a receipt.
create table member_notices (
  key text primary key,
  membership_id bigint references memberships,
  at timestamptz not null
);
create index member_notices_by_membership on member_notices (membership_id);

-- Six digits beside the link that signs in, for whoever reads mail on another machine; only a hash is kept.
alter table sign_ins add column code_hash bytea, add column code_tries integer not null default 0;
