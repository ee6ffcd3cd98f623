-- A test of subjects: some of the readers get one of two or three, and the rest the one that was clicked most.

-- The other subjects, how many of the readers they are tried on, and how long their clicks are waited for.
alter table editions add column subject_test jsonb;
-- How many mails a revision has: clicks are counted for each of them only where there is more than one.
alter table edition_revisions add column subjects smallint not null default 1;

-- The rest of the readers have the subject -1 in the ledger until there is a winner: one pointer is turned then, however
-- many they are. The wait is null where nothing is tested.
alter table sends
  add column subject_wait_minutes integer,
  -- Whatever holds the test up: the rest goes out from then on.
  add column subject_latest_at timestamptz,
  -- When all of the tested had been handed over, as far as they could be: the wait begins.
  add column subject_tested_at timestamptz,
  add column subject_winner smallint check (subject_winner >= 0);
create index sends_with_open_test on sends (edition_id) where subject_wait_minutes is not null and subject_winner is null;

-- How often the links of a revision with several subjects were followed, in the mails of each.
create table link_subject_clicks (
  revision_id bigint not null,
  number integer not null,
  subject_variant smallint not null,
  people bigint not null default 0,
  machines bigint not null default 0,
  primary key (revision_id, number, subject_variant),
  foreign key (revision_id, number) references links
);
create unique index events_subject_decided on events (edition_id) where kind = 'subject-decided';

-- The next rows of a leased batch into intent, and what became of the group before, as lists, in one commit; either may be
-- left out (no lease, no attempt). Claimed first: a "no" locks a row that waits and then the counts of its batch, and who
-- took them the other way round would stop it. What is recorded here as due is not claimed by the same call. A row is
-- recorded only where it still belongs to this attempt; one that had a "no" while it was in hand and was not handed over
-- stays withdrawn. All but first-try successes are kept in its life.
-- A row that waits for the winner of a test of subjects is not claimed before there is one, and takes it then.
create or replace function record_and_claim(edition bigint, in_batch integer, this_attempt uuid, subscribers bigint[],
  states delivery_state[], replies text[], reply_classes text[], reasons text[], retries float8[], relays text[],
  handed_over boolean[], lease uuid, lease_seconds float8, next_attempt uuid, size integer)
returns setof deliveries language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  send record;
  in_revision bigint;
  winner smallint;
  is_pending boolean;
  places tid[];
begin
  update delivery_batches b set lease_until = now() + make_interval(secs => lease_seconds)
    from sends s
    where s.edition_id = edition and s.state = 'sending' and s.expires_at > now()
      and b.edition_id = edition and b.batch = in_batch and b.lease_id = lease and b.lease_until > now()
    returning s.revision_id, s.subject_winner into in_revision, winner;
  if found then
    -- Who holds the lease is alone in taking rows up. A row that has changed in between, as by a "no", is not where it was,
    -- and is looked for again with the next claim.
    select array_agg(place) into places from (
      select d.ctid as place from deliveries d
      where d.edition_id = edition and d.batch = in_batch and d.state in ('waiting', 'deferred') and d.due_at <= now()
        and (d.subject_variant >= 0 or winner is not null)
      order by d.priority desc, d.subscriber_id limit size
    ) picked;
    return query
      update deliveries d set state = 'sending', attempt = d.attempt + 1, attempt_id = next_attempt, reason = null,
        updated_at = now(),
        revision_id = case when d.keeps_revision then d.revision_id else coalesce(in_revision, d.revision_id) end,
        subject_variant = case when d.subject_variant < 0 then winner else d.subject_variant end
      where d.ctid = any (places) and d.edition_id = edition and d.batch = in_batch and d.state in ('waiting', 'deferred')
      returning d.*;
  end if;
  if this_attempt is not null then
    select state, expires_at into send from sends where edition_id = edition;
    with changed as (
      update deliveries d set
        state = case
          when o.state in ('sent', 'failed', 'uncertain') then o.state
          when d.withdrawn is not null then 'suppressed'
          when send.state = 'cancelled' then 'cancelled'
          when o.state = 'deferred' and o.attempted and now() + make_interval(secs => o.retry_after) > send.expires_at then 'failed'
          else o.state end,
        reason = case
          when o.state in ('sent', 'failed', 'uncertain') then o.reason
          when d.withdrawn is not null then d.withdrawn
          when send.state = 'cancelled' then 'the send was cancelled'
          else o.reason end,
        reply = case when d.address = '' then null else coalesce(o.reply, d.reply) end,
        reply_class = case
          when o.state = 'deferred' and o.attempted and now() + make_interval(secs => o.retry_after) > send.expires_at
            and o.reply_class is distinct from 'sender' then 'expired'
          when o.attempted then o.reply_class
          else coalesce(o.reply_class, d.reply_class) end,
        due_at = case when o.retry_after is null then d.due_at else now() + make_interval(secs => o.retry_after) end,
        attempt = d.attempt - case when o.attempted then 0 else 1 end,
        relay = coalesce(o.relay, d.relay), updated_at = now()
      from unnest(subscribers, states, replies, reply_classes, reasons, retries, relays, handed_over)
        as o (subscriber_id, state, reply, reply_class, reason, retry_after, relay, attempted)
      where d.edition_id = edition and d.batch = in_batch and d.subscriber_id = o.subscriber_id
        and d.attempt_id = this_attempt and d.state in ('sending', 'uncertain')
      returning d.subscriber_id, d.attempt, d.state, d.relay, d.reply, d.reply_class, d.reason, o.state as outcome, o.attempted
    ), kept as (
      insert into delivery_attempts (edition_id, subscriber_id, attempt, outcome, relay, reply, reply_class, reason)
      select edition, subscriber_id, attempt, outcome, relay, reply, reply_class, reason from changed
      where attempted and (outcome <> 'sent' or attempt > 1)
    )
    select bool_or(state in ('waiting', 'deferred')) into is_pending from changed;
    if is_pending then
      perform reopen_batch(edition, in_batch);
    end if;
  end if;
end $$;
