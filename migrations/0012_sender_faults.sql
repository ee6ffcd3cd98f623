-- What comes back as our own fault (the mail, who sends it, a blocklist) is counted with its send, and stops it by a rule
-- of its own.
alter table send_tallies add column sender_faults bigint not null default 0;
-- Something has come back since the stop rules were asked last: also of a send that is over, people are told.
alter table send_tallies add column is_news boolean not null default false;

-- Once a person and edition, however many report it.
create or replace function tally_reported() returns trigger language plpgsql as $$
begin
  if exists (
    select from events where subscriber_id = new.subscriber_id and edition_id = new.edition_id and kind = new.kind
      and id < new.id and (kind <> 'bounced' or coalesce(data->>'class', 'hard') = 'hard')
  ) or not exists (select from sends where edition_id = new.edition_id) then
    return null;
  end if;
  insert into send_tallies as t (edition_id, bounced, complained, sender_faults, is_news)
    values (new.edition_id, (new.kind = 'bounced')::integer, (new.kind = 'complained')::integer,
      (new.kind = 'sender-fault')::integer, true)
  on conflict (edition_id) do update set bounced = t.bounced + excluded.bounced,
    complained = t.complained + excluded.complained, sender_faults = t.sender_faults + excluded.sender_faults,
    is_news = true;
  return null;
end $$;
drop trigger events_tallied on events;
create trigger events_tallied after insert on events for each row
  when (new.edition_id is not null and (new.kind in ('complained', 'sender-fault')
    or new.kind = 'bounced' and coalesce(new.data->>'class', 'hard') = 'hard'))
  execute function tally_reported();

alter table send_stops drop constraint send_stops_rule_check;
alter table send_stops add constraint send_stops_rule_check
  check (rule in ('complaints', 'hard-bounces', 'sender-faults'));

-- Who wrote a mail that came in, and to whom, goes with the mail itself; some had only the mail taken out.
drop index inbound_mails_kept_by_time;
create index inbound_mails_kept_by_time on inbound_mails (received_at)
  where raw is not null or recipients <> '{}' or mail_from <> '';
