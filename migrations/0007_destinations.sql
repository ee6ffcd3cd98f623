-- What destinations have said of too much mail, or of a relay that they block: by relay, group of domains and rule. All
-- workers read it every two seconds.
create table destination_coolings (
  relay text not null,
  destination text not null,
  rule text not null,
  -- The last one.
  reply text not null,
  -- When it was said, as far back as the rule looks.
  heard_at timestamptz[] not null,
  -- Null as long as it was not said often enough.
  since timestamptz,
  until timestamptz,
  -- Null: nothing goes there.
  per_minute integer check (per_minute > 0),
  -- When the next permit of `per_minute` is due, and when the next row that was put back is to come again.
  next_permit_at timestamptz not null default '-infinity',
  next_return_at timestamptz not null default '-infinity',
  primary key (relay, destination, rule)
) with (fillfactor = 50);

-- Permits that are due one after another, `gap` apart: how many of those wanted are due until `ahead` from now, when the
-- first is, and when the one after them will be. `late`: so far back may the first be, where none was drawn for a while.
create function next_permits(next_at timestamptz, moment timestamptz, gap interval, late interval, ahead interval, wanted integer,
  out granted integer, out first_at timestamptz, out then_at timestamptz)
language sql immutable as $$
  select least(wanted, few), at, at + gap * least(wanted, few)
  from (select greatest(next_at, moment - late) as at) first,
    lateral (select greatest(0, floor(extract(epoch from moment + ahead - at) / extract(epoch from gap)) + 1)::integer as few) due
$$;

-- Draws permits for rows that were kept back by a paced cooling. `granted` may go now; the others are to come again, the
-- first in `return_ms`, each `gap_ms` after the one before, and those that would come later than `until_ms` when it is over.
-- A few permits are saved up while none is drawn, and the pace is slower by as many: no minute has more than `per_minute`.
create function pace_destination(to_relay text, to_destination text, by_rule text, wanted integer,
  out granted integer, out return_ms float8, out gap_ms float8, out until_ms float8)
language plpgsql as $$
declare
  c destination_coolings%rowtype;
  permits record;
  moment timestamptz;
  saved integer;
  gap interval;
  return_at timestamptz;
begin
  select * into c from destination_coolings
    where relay = to_relay and destination = to_destination and rule = by_rule for update;
  moment := clock_timestamp();
  granted := wanted; return_ms := 0; gap_ms := 0; until_ms := 0;
  if not found or c.until is null or c.until <= moment then return; end if;
  until_ms := extract(epoch from c.until - moment) * 1000;
  if c.per_minute is null then
    granted := 0; return_ms := until_ms;
    return;
  end if;
  saved := least(2, (c.per_minute - 1) / 3);
  gap := interval '1 minute' / (c.per_minute - saved);
  select * into permits from next_permits(c.next_permit_at, moment, gap, gap * saved, interval '0', wanted);
  granted := permits.granted;
  return_at := greatest(c.next_return_at, permits.then_at, moment + gap);
  return_ms := extract(epoch from return_at - moment) * 1000;
  gap_ms := extract(epoch from gap) * 1000;
  update destination_coolings set next_permit_at = case when granted > 0 then permits.then_at else next_permit_at end,
    next_return_at = least(c.until, return_at + gap * (wanted - granted))
  where relay = to_relay and destination = to_destination and rule = by_rule;
end $$;

-- A warm-up: a relay's limit of a day grows by a plan, a figure a day, from its first day on. Over when the figures end.
alter table relays add column warm_up_from timestamptz;
alter table relays add column warm_up_caps integer[];
alter table relays add check ((warm_up_from is null) = (warm_up_caps is null));

-- Which day of its warm-up a relay is in (1 is the first), or null where it has none or is through.
create function warm_up_day(r relays, moment timestamptz) returns integer language sql stable as $$
  select day from (select floor(extract(epoch from moment - r.warm_up_from) / 86400)::integer + 1 as day) d
  where day between 1 and cardinality(r.warm_up_caps)
$$;

-- A relay's limit of a day at a moment: its own, or the warm-up's figure where that is less. Null is none.
create function relay_day_limit(r relays, moment timestamptz) returns integer language sql stable as $$
  select least(r.per_day, r.warm_up_caps[warm_up_day(r, moment)])
$$;

-- What there is to complain about in a send: kept, so that no check scans the ledger.
create table send_tallies (
  edition_id bigint primary key references sends,
  -- Refused for good at hand-over, and reported later: mailboxes that are not there.
  refused bigint not null default 0,
  bounced bigint not null default 0,
  complained bigint not null default 0
) with (fillfactor = 50);

create function tally_refused() returns trigger language plpgsql as $$
begin
  if exists (select from after_change where state = 'failed' and reply_class = 'hard') then
    insert into send_tallies as t (edition_id, refused)
      select a.edition_id, count(*) from after_change a join before_change b using (edition_id, subscriber_id)
      where a.state = 'failed' and a.reply_class = 'hard'
        and not (b.state = 'failed' and b.reply_class is not distinct from 'hard')
      group by 1 order by 1
    on conflict (edition_id) do update set refused = t.refused + excluded.refused;
  end if;
  return null;
end $$;
create trigger deliveries_tallied_on_update after update on deliveries
  referencing old table as before_change new table as after_change
  for each statement execute function tally_refused();

-- Once a person and edition, however many report it.
create function tally_reported() returns trigger language plpgsql as $$
begin
  if exists (
    select from events where subscriber_id = new.subscriber_id and edition_id = new.edition_id and kind = new.kind
      and id < new.id and (kind = 'complained' or coalesce(data->>'class', 'hard') = 'hard')
  ) or not exists (select from sends where edition_id = new.edition_id) then
    return null;
  end if;
  insert into send_tallies as t (edition_id, bounced, complained)
    values (new.edition_id, (new.kind = 'bounced')::integer, (new.kind = 'complained')::integer)
  on conflict (edition_id) do update set bounced = t.bounced + excluded.bounced, complained = t.complained + excluded.complained;
  return null;
end $$;
create trigger events_tallied after insert on events for each row
  when (new.edition_id is not null and (new.kind = 'complained'
    or new.kind = 'bounced' and coalesce(new.data->>'class', 'hard') = 'hard'))
  execute function tally_reported();

-- What a stop rule has said of a send, once for each level, and who has overridden it.
create table send_stops (
  edition_id bigint not null references sends,
  rule text not null check (rule in ('complaints', 'hard-bounces')),
  warned_at timestamptz,
  stopped_at timestamptz,
  reason text not null,
  overridden_at timestamptz,
  overridden_by text,
  primary key (edition_id, rule)
);

-- Percentages; what is not set is as `src/publication/stop-limits.ts` has it.
alter table publications add column stop_limits jsonb not null default '{}';
