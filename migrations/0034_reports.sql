-- What reports and the page of a live send read: counts by destination, subject, text and reason that are kept with each
-- change, so that no page reads the ledger through.

-- The group of domains that an address belongs to, as `src/delivery/destinations/providers` has it.
create function destination_group(address text) returns text language sql immutable as $$
  select coalesce('{
    "gmail.com": "gmail", "googlemail.com": "gmail", "yahoo.com": "yahoo", "ymail.com": "yahoo",
    "rocketmail.com": "yahoo", "myyahoo.com": "yahoo", "yahoo.ca": "yahoo", "yahoo.co.uk": "yahoo",
    "yahoo.fr": "yahoo", "yahoo.de": "yahoo", "yahoo.it": "yahoo", "yahoo.es": "yahoo", "yahoo.ie": "yahoo",
    "yahoo.pl": "yahoo", "yahoo.ro": "yahoo", "yahoo.gr": "yahoo", "yahoo.se": "yahoo",
    "yahoo.co.in": "yahoo", "yahoo.in": "yahoo", "yahoo.com.au": "yahoo", "yahoo.com.br": "yahoo",
    "yahoo.com.mx": "yahoo", "yahoo.com.ar": "yahoo", "yahoo.co.id": "yahoo", "yahoo.com.ph": "yahoo",
    "yahoo.com.sg": "yahoo", "yahoo.com.tw": "yahoo", "yahoo.com.hk": "yahoo", "yahoo.co.nz": "yahoo",
    "aol.com": "yahoo", "aol.co.uk": "yahoo", "aol.de": "yahoo", "aol.fr": "yahoo", "aim.com": "yahoo",
    "love.com": "yahoo", "netscape.net": "yahoo", "cs.com": "yahoo", "verizon.net": "yahoo",
    "frontier.com": "yahoo", "att.net": "yahoo", "sbcglobal.net": "yahoo", "bellsouth.net": "yahoo",
    "outlook.com": "outlook", "hotmail.com": "outlook", "live.com": "outlook", "msn.com": "outlook",
    "passport.com": "outlook", "windowslive.com": "outlook", "outlook.de": "outlook", "outlook.fr": "outlook",
    "outlook.es": "outlook", "outlook.it": "outlook", "outlook.at": "outlook", "outlook.be": "outlook",
    "outlook.dk": "outlook", "outlook.ie": "outlook", "outlook.pt": "outlook", "outlook.cz": "outlook",
    "outlook.hu": "outlook", "outlook.jp": "outlook", "outlook.in": "outlook", "outlook.com.br": "outlook",
    "hotmail.co.uk": "outlook", "hotmail.fr": "outlook", "hotmail.de": "outlook", "hotmail.it": "outlook",
    "hotmail.es": "outlook", "hotmail.nl": "outlook", "hotmail.be": "outlook", "hotmail.se": "outlook",
    "hotmail.dk": "outlook", "hotmail.no": "outlook", "hotmail.fi": "outlook", "hotmail.gr": "outlook",
    "hotmail.ca": "outlook", "hotmail.com.br": "outlook", "live.co.uk": "outlook", "live.fr": "outlook",
    "live.de": "outlook", "live.it": "outlook", "live.nl": "outlook", "live.be": "outlook",
    "live.se": "outlook", "live.dk": "outlook", "live.no": "outlook", "live.ca": "outlook",
    "live.ie": "outlook", "live.at": "outlook", "live.com.au": "outlook", "live.com.mx": "outlook",
    "icloud.com": "apple", "me.com": "apple", "mac.com": "apple"
  }'::jsonb ->> lower(split_part(address, '@', -1)), 'other')
$$;

-- By batch as `delivery_counts`, so that two workers never wait for each other, until the send is over.
create table delivery_shares (
  edition_id bigint not null,
  batch integer not null,
  -- `waiting` for what is in hand as well: that a row is claimed moves nothing here.
  state delivery_state not null,
  -- Of a failure the class of the reply, of a suppression its reason.
  detail text not null,
  -- Empty where its rows were pruned before this was kept.
  destination text not null,
  -- Of what was handed over; else 0.
  subject_variant smallint not null,
  revision_id bigint not null,
  count bigint not null default 0,
  primary key (edition_id, batch, state, detail, destination, subject_variant, revision_id)
) with (fillfactor = 50);
alter table sends add column shares_folded_at timestamptz;
create index sends_to_fold on sends (edition_id) where finished_at is not null and shares_folded_at is null;

-- What a row counts as.
create function share_state(state delivery_state) returns delivery_state language sql immutable as $$
  select case when state = 'sending' then 'waiting' else state end
$$;
create function share_detail(state delivery_state, reply_class text, reason text) returns text language sql immutable as $$
  select case state when 'failed' then coalesce(reply_class, '') when 'suppressed' then coalesce(reason, '') else '' end
$$;
create function was_handed_over(state delivery_state) returns boolean language sql immutable as $$
  select state in ('sent', 'failed', 'uncertain')
$$;

create function share_inserted_deliveries() returns trigger language plpgsql as $$
begin
  insert into delivery_shares as c (edition_id, batch, state, detail, destination, subject_variant, revision_id, count)
    select edition_id, batch, share_state(state), share_detail(state, reply_class, reason), destination_group(address),
      case when was_handed_over(state) then subject_variant else 0 end,
      case when was_handed_over(state) then revision_id else 0 end, count(*)
    from added group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
    on conflict (edition_id, batch, state, detail, destination, subject_variant, revision_id)
      do update set count = c.count + excluded.count;
  return null;
end $$;
create trigger deliveries_shared_on_insert after insert on deliveries
  referencing new table as added for each statement execute function share_inserted_deliveries();

-- Behind `deliveries_counted_on_update` by its name: who changes rows takes the counts in the same order everywhere. What
-- is claimed and what is given back untouched changes nothing, and costs no more than a look.
create function share_updated_deliveries() returns trigger language plpgsql as $$
begin
  if exists (select from after_change where state not in ('waiting', 'sending'))
    or exists (select from before_change where state not in ('waiting', 'sending')) then
    insert into delivery_shares as c (edition_id, batch, state, detail, destination, subject_variant, revision_id, count)
      select edition_id, batch, share_state(state), share_detail(state, reply_class, reason), destination_group(address),
        case when was_handed_over(state) then subject_variant else 0 end,
        case when was_handed_over(state) then revision_id else 0 end, sum(change)
      from (
        select edition_id, batch, state, reply_class, reason, address, subject_variant, revision_id, 1 as change
        from after_change
        union all
        select edition_id, batch, state, reply_class, reason, address, subject_variant, revision_id, -1
        from before_change
      ) changes
      group by 1, 2, 3, 4, 5, 6, 7 having sum(change) <> 0 order by 1, 2, 3, 4, 5, 6, 7
      on conflict (edition_id, batch, state, detail, destination, subject_variant, revision_id)
        do update set count = c.count + excluded.count;
  end if;
  return null;
end $$;
create trigger deliveries_shared_on_update after update on deliveries
  referencing old table as before_change new table as after_change
  for each statement execute function share_updated_deliveries();
-- What is pruned goes on being counted: nothing is taken off where rows are deleted.

-- What there is already, as of a send that is over.
insert into delivery_shares (edition_id, batch, state, detail, destination, subject_variant, revision_id, count)
  select edition_id, -1, state, detail, destination, subject_variant, revision_id, sum(count) from (
    select edition_id, share_state(state) as state, share_detail(state, reply_class, reason) as detail,
      destination_group(address) as destination,
      case when was_handed_over(state) then subject_variant else 0 end as subject_variant,
      case when was_handed_over(state) then revision_id else 0 end as revision_id, count(*) as count
    from deliveries group by 1, 2, 3, 4, 5, 6
    union all
    select edition_id, share_state(state), case when state = 'failed' then reply_class else '' end, '',
      case when was_handed_over(state) then subject_variant else 0 end,
      case when was_handed_over(state) then revision_id else 0 end, sum(count)
    from delivery_tallies group by 1, 2, 3, 4, 5, 6
  ) known group by 1, 2, 3, 4, 5, 6, 7;
update sends set shares_folded_at = now() where finished_at is not null;

-- Readers of whom a click is known and is no program's, and those who left by the mail's own link or address:
-- once a person.
alter table send_tallies
  add column clickers bigint not null default 0,
  add column unsubscribed bigint not null default 0;
create function tally_answered() returns trigger language plpgsql as $$
begin
  if exists (
    select from events where subscriber_id = new.subscriber_id and edition_id = new.edition_id and id < new.id
      and case when new.kind = 'clicked' then kind = 'clicked' and coalesce(data->>'machine', 'false') = 'false'
        else kind in ('unsubscribed', 'opted-out') end
  ) or not exists (select from sends where edition_id = new.edition_id) then
    return null;
  end if;
  insert into send_tallies as t (edition_id, clickers, unsubscribed)
    values (new.edition_id, (new.kind = 'clicked')::integer, (new.kind <> 'clicked')::integer)
  on conflict (edition_id) do update set clickers = t.clickers + excluded.clickers,
    unsubscribed = t.unsubscribed + excluded.unsubscribed;
  return null;
end $$;
create trigger events_answered after insert on events for each row
  when (new.edition_id is not null and (new.kind in ('unsubscribed', 'opted-out')
    or new.kind = 'clicked' and coalesce(new.data->>'machine', 'false') = 'false'))
  execute function tally_answered();
insert into send_tallies as t (edition_id, clickers)
  select e.edition_id, count(distinct e.subscriber_id) from events e join sends using (edition_id)
  where e.kind = 'clicked' and e.subscriber_id is not null and coalesce(e.data->>'machine', 'false') = 'false'
  group by 1
  on conflict (edition_id) do update set clickers = excluded.clickers;

-- Who stands behind a number of a report.
create index events_of_people_by_edition on events (edition_id, kind, id)
  where edition_id is not null and subscriber_id is not null;
create index reports_by_edition on reports (edition_id, id) where edition_id is not null;
create index memberships_by_edition on memberships (edition_id) where edition_id is not null;
create index payments_by_edition on payments (edition_id) where edition_id is not null;

-- What was wrong in an edition, told to those who got it so: at the top of their next digest, or in a mail of its own.
create table corrections (
  id bigint generated always as identity primary key,
  edition_id bigint not null references editions,
  -- The texts that were wrong.
  revision_ids bigint[] not null check (cardinality(revision_ids) > 0),
  title text not null check (title <> ''),
  text text not null check (text <> ''),
  created_by text not null,
  created_at timestamptz not null default now(),
  -- No digest takes it up any more.
  ended_at timestamptz
);
create index corrections_by_edition on corrections (edition_id);
create index corrections_open on corrections (id) where ended_at is null;
-- An edition that is a correction alone goes to those only who got what was wrong; of each there is one.
alter table editions add column correction_id bigint references corrections;
create unique index editions_one_a_correction on editions (correction_id)
  where correction_id is not null and state <> 'cancelled';
