-- The same counts for two thirds of the time: whose domains belong to which group is looked up once for each kind of row,
-- and no longer for each row before and after its change.
create or replace function share_updated_deliveries() returns trigger language plpgsql as $$
begin
  if exists (select from after_change where state not in ('waiting', 'sending'))
    or exists (select from before_change where state not in ('waiting', 'sending')) then
    insert into delivery_shares as c (edition_id, batch, state, detail, destination, subject_variant, revision_id, count)
      select edition_id, batch, share_state(state), share_detail(state, reply_class, reason), destination_group(domain),
        case when was_handed_over(state) then subject_variant else 0 end,
        case when was_handed_over(state) then revision_id else 0 end, sum(change)
      from (
        select edition_id, batch, state, reply_class, reason, domain, subject_variant, revision_id, sum(change) as change
        from (
          select edition_id, batch, state, reply_class, reason, split_part(address, '@', -1) as domain, subject_variant,
            revision_id, 1 as change
          from after_change
          union all
          select edition_id, batch, state, reply_class, reason, split_part(address, '@', -1), subject_variant,
            revision_id, -1
          from before_change
        ) rows group by 1, 2, 3, 4, 5, 6, 7, 8
      ) changes
      group by 1, 2, 3, 4, 5, 6, 7 having sum(change) <> 0 order by 1, 2, 3, 4, 5, 6, 7
      on conflict (edition_id, batch, state, detail, destination, subject_variant, revision_id)
        do update set count = c.count + excluded.count;
  end if;
  return null;
end $$;
