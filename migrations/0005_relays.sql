-- SMTP servers that mail is handed to. Without rows the one of SMTP_URL is the only one. No passwords here: they come
-- from the environment.
create table relays (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null default 'starttls' check (security in ('starttls', 'tls', 'none')),
  username text,
  -- Of one worker process.
  connections integer not null default 5 check (connections between 1 and 100),
  weight integer not null default 1 check (weight between 1 and 1000),
  -- Null is no limit.
  per_second integer check (per_second > 0),
  per_hour integer check (per_hour > 0),
  per_day integer check (per_day > 0),
  enabled boolean not null default true,
  -- Left alone until then, by all workers.
  resting_until timestamptz,
  -- One after another; each doubles the rest.
  failures integer not null default 0,
  last_error text,
  -- When the next permit of `per_second` is due.
  next_permit_at timestamptz not null default '-infinity',
  created_at timestamptz not null default now()
) with (fillfactor = 50);

-- How many permits were drawn in each minute: the hour's and the day's limit are sums over it.
create table relay_windows (
  relay_id bigint not null references relays on delete cascade,
  minute timestamptz not null,
  permits integer not null,
  primary key (relay_id, minute)
) with (fillfactor = 50);

-- What has been drawn within the last hour and day. A permit is booked in the minute in which it is drawn and used a
-- few seconds later at the most, so a minute counts until it has been over for that long.
create function relay_usage(relay bigint, moment timestamptz,
  out hour_used bigint, out day_used bigint, out hour_frees_at timestamptz, out day_frees_at timestamptz)
language sql stable as $$
  select coalesce(sum(permits) filter (where minute > moment - interval '1 hour 65 seconds'), 0),
    coalesce(sum(permits), 0),
    min(minute) filter (where minute > moment - interval '1 hour 65 seconds') + interval '1 hour 65 seconds',
    min(minute) + interval '1 day 65 seconds'
  from relay_windows where relay_id = relay and minute > moment - interval '1 day 65 seconds'
$$;

-- Draws up to so many permits of a relay for one process. The relay's row is locked first, and each statement here sees
-- what was committed before it, so whoever draws counts what all others have drawn. Permits of `per_second` are due one
-- after another, `gap_ms` apart, the first in `wait_ms` (which may be a little past); none is given out more than two
-- seconds ahead: nothing granted means to ask again after `wait_ms`. Where there is a reason, the hour or the day is full,
-- and the relay rests for `wait_ms`, until there is room.
create function draw_permits(relay bigint, wanted integer,
  out granted integer, out wait_ms float8, out gap_ms float8, out reason text)
language plpgsql as $$
declare
  r relays%rowtype;
  used record;
  moment timestamptz;
  first_at timestamptz;
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
  granted := wanted;
  if r.per_hour is not null or r.per_day is not null then
    select * into used from relay_usage(relay, moment);
    granted := greatest(0, least(wanted, r.per_hour - used.hour_used, r.per_day - used.day_used));
    if granted = 0 then
      reason := case when used.day_used >= r.per_day then 'its limit of ' || r.per_day || ' a day is reached'
        else 'its limit of ' || r.per_hour || ' an hour is reached' end;
      update relays set last_error = reason,
        resting_until = greatest(case when used.hour_used >= r.per_hour then used.hour_frees_at end,
          case when used.day_used >= r.per_day then used.day_frees_at end)
      where id = relay returning extract(epoch from resting_until - moment) * 1000 into wait_ms;
      return;
    end if;
  end if;
  if r.per_second is not null then
    -- A permit is used up to 35 ms late. So far apart, a sliding second never holds more than 105 of a hundred, nor,
    -- below fifty a second, a single one too many.
    gap_ms := 1000 * (case when r.per_second < 50 then 1.04 else 1.005 end) / r.per_second;
    first_at := greatest(r.next_permit_at, moment - grace);
    wait_ms := extract(epoch from first_at - moment) * 1000;
    if wait_ms > 2000 then
      granted := 0; wait_ms := wait_ms - 1000;
      return;
    end if;
    granted := least(granted, greatest(1, r.per_second / 20));
    update relays set next_permit_at = first_at + granted * gap_ms * interval '1 millisecond' where id = relay;
  end if;
  update relay_windows set permits = permits + granted
    where relay_id = relay and minute = date_trunc('minute', moment);
  if not found then
    insert into relay_windows values (relay, date_trunc('minute', moment), granted);
    delete from relay_windows where relay_id = relay and minute < moment - interval '1 day 2 minutes';
  end if;
end $$;
