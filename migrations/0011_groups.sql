-- What a group costs must not hang on what the planner believes of the ledger: its statistics are older than the send that
-- has just been frozen. So the statements of a group are a function, with settings of its own: they are planned once a
-- connection, and no way is left on which more than a batch is read. The settings reach into triggers, whose joins have no
-- index: those take them back.

-- A batch and its send are open again, though somebody else may have ended both meanwhile.
create function reopen_batch(edition bigint, in_batch integer) returns void language plpgsql as $$
begin
  update delivery_batches set finished_at = null, due_at = least(due_at, now())
    where edition_id = edition and batch = in_batch and finished_at is not null;
  if found then
    update sends set state = 'sending', finished_at = null where edition_id = edition and state = 'finished';
  end if;
end $$;

-- The next rows of a leased batch into intent, and what became of the group before, as lists, in one commit; either may be
-- left out (no lease, no attempt). Claimed first: a "no" locks a row that waits and then the counts of its batch, and who
-- took them the other way round would stop it. What is recorded here as due is not claimed by the same call. A row is
-- recorded only where it still belongs to this attempt; one that had a "no" while it was in hand and was not handed over
-- stays withdrawn. All but first-try successes are kept in its life.
create function record_and_claim(edition bigint, in_batch integer, this_attempt uuid, subscribers bigint[],
  states delivery_state[], replies text[], reply_classes text[], reasons text[], retries float8[], relays text[],
  handed_over boolean[], lease uuid, lease_seconds float8, next_attempt uuid, size integer)
returns setof deliveries language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  send record;
  in_revision bigint;
  is_pending boolean;
  places tid[];
begin
  update delivery_batches b set lease_until = now() + make_interval(secs => lease_seconds)
    from sends s
    where s.edition_id = edition and s.state = 'sending' and s.expires_at > now()
      and b.edition_id = edition and b.batch = in_batch and b.lease_id = lease and b.lease_until > now()
    returning s.revision_id into in_revision;
  if found then
    -- Who holds the lease is alone in taking rows up. A row that has changed in between, as by a "no", is not where it was,
    -- and is looked for again with the next claim.
    select array_agg(place) into places from (
      select d.ctid as place from deliveries d
      where d.edition_id = edition and d.batch = in_batch and d.state in ('waiting', 'deferred') and d.due_at <= now()
      order by d.priority desc, d.subscriber_id limit size
    ) picked;
    return query
      update deliveries d set state = 'sending', attempt = d.attempt + 1, attempt_id = next_attempt, reason = null,
        updated_at = now(),
        revision_id = case when d.keeps_revision then d.revision_id else coalesce(in_revision, d.revision_id) end
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

-- Planned for the first few rows that a connection changes, and used for the hundred thousand that expire at once.
alter function tally_refused() set enable_hashjoin = on set enable_nestloop = off;
-- And most changes are of no refusal.
create or replace function report_failed_deliveries() returns trigger language plpgsql
set enable_hashjoin = on set enable_nestloop = off
as $$
begin
  if exists (select from after_change where state = 'failed') then
    insert into reports (source, external_id, kind, class, reply, address, address_hash, edition_id, subscriber_id, proof, evidence)
      select 'delivery', 'e' || a.edition_id || '.s' || a.subscriber_id || '.' || coalesce(a.attempt_id::text, ''), 'bounce',
        case a.reply_class when 'expired' then 'soft' else a.reply_class end, a.reply, a.address, a.address_hash,
        a.edition_id, a.subscriber_id, 'ours',
        jsonb_build_object('relay', a.relay, 'attempt', a.attempt, 'replyClass', a.reply_class)
      from after_change a join before_change b using (edition_id, subscriber_id)
      where a.state = 'failed' and b.state <> 'failed' and a.reply_class in ('hard', 'soft', 'expired')
        and a.reply is not null and a.address <> ''
      on conflict do nothing;
  end if;
  return null;
end $$;
