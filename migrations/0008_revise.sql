-- A correction in mid-send turns one pointer: a row gets the revision that its send has when it is claimed. Null, as in
-- what an older worker has launched: the one it was frozen with.
alter table sends add column revision_id bigint references edition_revisions;
update sends s set revision_id = (select min(m.revision_id) from send_mails m where m.edition_id = s.edition_id);
-- When a worker last chose a batch of it: of equal sends the one that has waited longest comes next.
alter table sends add column served_at timestamptz not null default '-infinity';

-- It may have been handed over before, and a person has said to send it again: then in the same words.
alter table deliveries add column keeps_revision boolean not null default false;
update deliveries d set keeps_revision = true from sends s
  where s.edition_id = d.edition_id and s.state in ('sending', 'paused') and d.state = 'waiting' and d.attempt > 0;

-- Approved while the edition is going out, and not yet what goes out.
alter table editions add column correction_revision_id bigint references edition_revisions;

-- A newsletter of alerts overtakes digests.
alter table newsletters add column priority text not null default 'normal' check (priority in ('normal', 'alert'));

-- A worker asks which send has waited longest for it, and how many are at work on each.
create index delivery_batches_open_by_send on delivery_batches (edition_id, due_at) where finished_at is null;
create index delivery_batches_leased on delivery_batches (edition_id) where lease_id is not null;

-- Bulk mail leaves a little of an hour's and a day's limit to service mail, and rests where that is all that is left.
alter table relays add column bulk_resting_until timestamptz;

-- What bulk mail may not take of a limit: a fiftieth, one at the least, and nothing of a limit below ten.
create function service_reserve(max_permits integer) returns integer language sql immutable as $$
  select case when max_permits < 10 then 0 else greatest(1, max_permits / 50) end
$$;

-- As before, for mail of two kinds. Bulk mail books the permits of a second up to 400 ms ahead, so that service mail,
-- which may book two seconds ahead, never stands in line behind all that bulk mail would like to have.
create function draw_permits(relay bigint, wanted integer, is_service boolean,
  out granted integer, out wait_ms float8, out gap_ms float8, out reason text)
language plpgsql as $$
declare
  r relays%rowtype;
  used record;
  permits record;
  moment timestamptz;
  hour_limit integer;
  day_max integer;
  day_limit integer;
  frees_at timestamptz;
  day_frees_at timestamptz;
  ahead_ms float8 := case when is_service then 2000 else 400 end;
  -- A process that asks a little late, since the question takes time, loses nothing by it.
  grace constant interval := interval '15 milliseconds';
begin
  granted := 0; wait_ms := 0; gap_ms := 0;
  select * into r from relays where id = relay for update;
  if not found then
    reason := 'it is gone'; wait_ms := 2000;
    return;
  end if;
  moment := clock_timestamp();
  -- The warm-up's figure, where that is less than its own.
  day_max := relay_day_limit(r, moment);
  granted := wanted;
  if r.per_hour is not null or day_max is not null then
    select * into used from relay_usage(relay, moment);
    hour_limit := r.per_hour - case when is_service then 0 else service_reserve(r.per_hour) end;
    day_limit := day_max - case when is_service then 0 else service_reserve(day_max) end;
    granted := greatest(0, least(wanted, hour_limit - used.hour_used, day_limit - used.day_used));
    if granted = 0 then
      reason := case
        when used.day_used < day_limit or day_limit is null then 'its limit of ' || r.per_hour || ' an hour is reached'
        when day_max is distinct from r.per_day then 'its warm-up''s ' || day_max || ' of day '
          || warm_up_day(r, moment) || ' of ' || cardinality(r.warm_up_caps) || ' are reached'
        else 'its limit of ' || day_max || ' a day is reached' end;
      -- The next day of a warm-up has more room.
      day_frees_at := least(used.day_frees_at,
        case when day_max is distinct from r.per_day then r.warm_up_from + warm_up_day(r, moment) * interval '1 day' end);
      frees_at := greatest(case when used.hour_used >= hour_limit then used.hour_frees_at end,
        case when used.day_used >= day_limit then day_frees_at end);
      update relays set last_error = reason,
        bulk_resting_until = case when is_service then bulk_resting_until else frees_at end,
        -- Service mail rests too where nothing at all is left.
        resting_until = coalesce(greatest(case when used.hour_used >= r.per_hour then used.hour_frees_at end,
          case when used.day_used >= day_max then day_frees_at end), resting_until)
      where id = relay;
      wait_ms := extract(epoch from frees_at - moment) * 1000;
      return;
    end if;
  end if;
  if r.per_second is not null then
    -- A permit is used up to 35 ms late. So far apart, a sliding second never holds more than 105 of a hundred, nor,
    -- below fifty a second, a single one too many.
    gap_ms := 1000 * (case when r.per_second < 50 then 1.04 else 1.005 end) / r.per_second;
    select * into permits from next_permits(r.next_permit_at, moment, gap_ms * interval '1 millisecond', grace,
      ahead_ms * interval '1 millisecond', least(granted, greatest(1, r.per_second / 20)));
    granted := permits.granted;
    wait_ms := extract(epoch from permits.first_at - moment) * 1000;
    if granted = 0 then
      wait_ms := wait_ms - ahead_ms / 2;
      return;
    end if;
    update relays set next_permit_at = permits.then_at where id = relay;
  end if;
  update relay_windows set permits = relay_windows.permits + draw_permits.granted
    where relay_id = relay and minute = date_trunc('minute', moment);
  if not found then
    insert into relay_windows values (relay, date_trunc('minute', moment), granted);
    delete from relay_windows where relay_id = relay and minute < moment - interval '1 day 2 minutes';
  end if;
end $$;

-- For workers that are a version older.
create or replace function draw_permits(relay bigint, wanted integer,
  out granted integer, out wait_ms float8, out gap_ms float8, out reason text)
language sql as $$
  select * from draw_permits(relay, wanted, false)
$$;
