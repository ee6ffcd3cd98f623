-- What comes back: mails as they came in, and what each thing that came back says of a mail of ours.

-- Stored before it is acknowledged, read afterwards.
create table inbound_mails (
  id bigint generated always as identity primary key,
  source text not null check (source in ('smtp', 'imap')),
  -- SHA-256 of the bytes: the same mail counts once.
  digest bytea not null,
  -- Of the envelope; by IMAP what its headers tell of it.
  recipients text[] not null,
  mail_from text not null default '',
  -- None once a person named in it is erased.
  raw bytea,
  received_at timestamptz not null default now(),
  read_at timestamptz,
  attempts smallint not null default 0,
  error text,
  unique (source, digest)
);
create index inbound_mails_unread on inbound_mails (id) where read_at is null;

-- One row for each mail of ours that something came back about; undecided while `decision` is null.
create table reports (
  id bigint generated always as identity primary key,
  -- `delivery` is a refusal that we heard ourselves.
  source text not null check (source ~ '^(delivery|smtp|imap|webhook:[a-z0-9-]{1,40})$'),
  -- A provider's id of the event or a digest of the mail; with it, a thing that comes twice counts once.
  external_id text not null,
  part smallint not null default 0,
  at timestamptz not null default now(),
  kind text not null check (kind in
    ('bounce', 'complaint', 'auto-reply', 'delayed', 'none', 'unreadable', 'unsubscribe')),
  feedback text,
  class text check (class in ('hard', 'soft', 'sender', 'unknown')),
  status text not null default '',
  reply text not null default '',
  -- The recipient as we mailed it where the mail is known, else as the report has it. Empty once the person is erased.
  address text,
  address_hash bytea,
  edition_id bigint,
  subscriber_id bigint,
  service_mail_id bigint,
  -- How we know that it is about that mail; none where we do not.
  proof text check (proof in ('ours', 'return-path', 'address-token', 'unsubscribe-link', 'message-id', 'provider')),
  decision text check (decision in ('suppressed', 'counted', 'unsubscribed', 'noted', 'kept', 'forgotten')),
  reason text not null default '',
  -- A failure for now that counts towards a suppression.
  counts boolean not null default false,
  -- The suppression that this report made.
  suppression_id bigint references suppressions,
  inbound_mail_id bigint references inbound_mails,
  evidence jsonb not null default '{}',
  undone_at timestamptz,
  undone_by text,
  unique (source, external_id, part)
);
create index reports_open on reports (id) where decision is null;
create index reports_by_address on reports (address_hash);
create index reports_by_subscriber on reports (subscriber_id) where subscriber_id is not null;
create index reports_by_inbound_mail on reports (inbound_mail_id) where inbound_mail_id is not null;

-- Whether a path back works is known once a probe that was sent out has come in by it.
create table inbound_probes (
  token text primary key,
  domain text not null,
  sent_at timestamptz not null default now(),
  seen_at timestamptz,
  seen_by text
);

-- A mailbox is read from where the last reading ended, as long as its UIDVALIDITY stays the same.
create table inbound_mailboxes (
  mailbox text primary key,
  uid_validity text not null,
  last_uid bigint not null,
  read_at timestamptz not null default now(),
  error text
);

-- What a report finds a mail of ours by.
create index service_mails_by_message_id on service_mails (message_id);

-- A complaint or a "no" by mail goes to the domain that keeps subscriptions.
create index events_from_reports on events (id) where kind in ('complained', 'opted-out');

-- Every refusal that we heard ourselves is reported too, by whichever path the row failed. No index of `deliveries` is
-- touched by it, so rows go on changing in place.
create function report_failed_deliveries() returns trigger language plpgsql as $$
begin
  insert into reports (source, external_id, kind, class, reply, address, address_hash, edition_id, subscriber_id, proof, evidence)
    select 'delivery', 'e' || a.edition_id || '.s' || a.subscriber_id || '.' || coalesce(a.attempt_id::text, ''), 'bounce',
      case a.reply_class when 'expired' then 'soft' else a.reply_class end, a.reply, a.address, a.address_hash,
      a.edition_id, a.subscriber_id, 'ours',
      jsonb_build_object('relay', a.relay, 'attempt', a.attempt, 'replyClass', a.reply_class)
    from after_change a join before_change b using (edition_id, subscriber_id)
    where a.state = 'failed' and b.state <> 'failed' and a.reply_class in ('hard', 'soft', 'expired')
      and a.reply is not null and a.address <> ''
    on conflict do nothing;
  return null;
end $$;
create trigger deliveries_reported_on_update after update on deliveries
  referencing old table as before_change new table as after_change
  for each statement execute function report_failed_deliveries();

create function report_failed_service_mail() returns trigger language plpgsql as $$
begin
  insert into reports (source, external_id, kind, class, reply, address, address_hash, subscriber_id, service_mail_id, proof, evidence)
    values ('delivery', 'm' || new.id || '.' || coalesce(new.attempt_id::text, ''), 'bounce',
      case new.reply_class when 'expired' then 'soft' else new.reply_class end, new.reply, new.address, new.address_hash,
      new.subscriber_id, new.id, 'ours',
      jsonb_build_object('relay', new.relay, 'attempt', new.attempt, 'replyClass', new.reply_class))
    on conflict do nothing;
  return null;
end $$;
create trigger service_mails_reported_on_update after update on service_mails for each row
  when (new.state = 'failed' and old.state <> 'failed' and new.reply_class in ('hard', 'soft', 'expired')
    and new.reply is not null)
  execute function report_failed_service_mail();
