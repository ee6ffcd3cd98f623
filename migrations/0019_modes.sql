-- The mode of Stripe's key: what was bought in the other mode, as while it was all tried out, gives nothing. Web and
-- worker write it when they start; none yet: nothing is told apart.
create table installation (
  id integer primary key default 1 check (id = 1),
  stripe_livemode boolean
);
insert into installation default values;

create or replace view entitlements as
  select m.subscriber_id, t.slug as tier,
    case when m.rail = 'stripe' then least(m.since, m.created_at) else m.since end as since,
    m.until, m.id as membership_id, m.rail
  from memberships m left join tiers t on t.id = m.tier_id
  where m.subscriber_id is not null and m.since is not null
    and (m.rail <> 'stripe' or m.state in ('active', 'past-due') or m.until <= now())
    and coalesce(m.livemode = (select stripe_livemode from installation), true);

update memberships m set livemode = c.livemode from gifts g join checkouts c on c.id = g.checkout_id
  where g.membership_id = m.id and m.rail = 'gift';
